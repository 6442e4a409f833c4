import { CredentialsSessionStateChange, VerificationStateChange } from '@truework-legacy/zod/request';
import { validatorAt } from './constraint-validators.ts';
import { webhooksOfTheSpec } from './spec-operations.ts';

const validators = { VerificationStateChange, CredentialsSessionStateChange };

/** A webhook as it came in. */
export interface Delivery {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * What is wrong with a webhook, by the bundled spec and by the validators: locations and what was expected, never values.
 *
 * @returns Empty if all is well.
 */
export function webhookFindings({ method, headers, body }: Delivery): string[] {
  const payload = JSON.parse(body) as { hook?: { event?: string } };
  const event = String(payload.hook?.event);
  const webhook = webhooksOfTheSpec().find(({ path }) => path === event);
  if (webhook === undefined) return ['hook.event: an event of the spec'];
  const schema = webhook.bodies['application/json'] as keyof typeof validators;
  const validate = validatorAt(`#/components/schemas/${schema}`);
  const isRight = validate(payload) === true;
  return [
    ...(method === webhook.method ? [] : [`method: ${webhook.method}`]),
    ...(headers.get('content-type')?.startsWith('application/json')
      ? []
      : ['Content-Type: application/json']),
    ...webhook.parameters
      .filter(({ name, isRequired }) => isRequired && headers.get(name) === null)
      .map(({ name }) => `header ${name}: present`),
    ...(isRight
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `body ${instancePath}: ${message}`)),
    ...(validators[schema].safeParse(payload).success === isRight ? [] : ['body: the validators disagree']),
  ];
}
