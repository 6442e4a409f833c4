import { jsonSchemaOf, webhooksOf } from '@truework-legacy/spec/document';
import { CredentialsSessionStateChange, VerificationStateChange } from '@truework-legacy/zod/request';
import { spec } from './spec.ts';
import { type Finding, valueFindings } from './spec-findings.ts';

const validators: Readonly<
  Record<string, typeof VerificationStateChange | typeof CredentialsSessionStateChange>
> = {
  'verification_request.state.change': VerificationStateChange,
  'credentials_session.state.change': CredentialsSessionStateChange,
};

const webhooks = new Map(webhooksOf(spec).map((webhook) => [webhook.path, webhook]));

/** A webhook as it came in. */
export interface Delivery {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What is wrong with a webhook, by the bundled spec and by the validators. Empty if nothing is. */
export function webhookFindings({ method, headers, body }: Delivery): Finding[] {
  const payload = JSON.parse(body) as { hook?: { event?: string } };
  const event = String(payload.hook?.event);
  const webhook = webhooks.get(event);
  const schema = jsonSchemaOf(webhook?.requestBody);
  if (webhook === undefined || schema === undefined)
    return [{ operation: 'webhook', where: 'body /hook/event', expected: 'an event of the spec' }];
  const about = { operation: `webhook ${event}`, pointer: webhook.pointer };
  const found = valueFindings(schema, payload, { ...about, where: 'body' });
  const isAccepted = validators[event]?.safeParse(payload).success;
  const isJson = headers.get('content-type')?.startsWith('application/json');
  return [
    ...(method === webhook.method
      ? []
      : [{ ...about, where: 'method', expected: webhook.method, actual: method }]),
    ...(isJson ? [] : [{ ...about, where: 'header Content-Type', expected: 'application/json' }]),
    ...webhook.parameters
      .filter(({ value }) => value.required === true && headers.get(value.name) === null)
      .map(({ value, pointer }) => ({
        ...about,
        where: `header ${value.name}`,
        expected: 'present',
        actual: 'absent',
        pointer,
      })),
    ...found,
    ...(isAccepted === (found.length === 0)
      ? []
      : [{ ...about, where: 'body', expected: 'what the validators say', actual: 'the opposite' }]),
  ];
}
