import { createSandbox } from '@truework-legacy/sandbox';
import {
  childrenOf,
  type Link,
  operationsOf,
  pointerTo,
  valueAt,
  webhooksOf,
} from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { bodyOf, type Ids, requestOf } from '../../src/calls.ts';
import { examplesIn } from '../../src/examples.ts';
import { expectNone } from '../../src/remarks.ts';
import { spec } from '../../src/spec.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { testKey } from '../../src/system-under-test.ts';
import { inputFor } from '../../src/verification-inputs.ts';
import { webhookFindings } from '../../src/webhook-findings.ts';

// Each link of the spec is followed once in the sandbox, and leads to what it says. The examples of the webhooks are what the
// webhooks send.

const links = operationsOf(spec).flatMap(({ id, responses }) =>
  responses.flatMap((response) =>
    childrenOf<Link>(spec, pointerTo(response.pointer, 'links')).map(([name, { value }]) => ({
      from: id,
      name,
      status: Number(response.status),
      link: value,
    })),
  ),
);

interface Body {
  readonly id?: string;
  readonly verification_request?: { readonly id: string };
  readonly reports?: readonly { readonly id: string }[];
  readonly results?: readonly { readonly id: string }[];
}

/** A sandbox with three verifications, the last of them for a number, a minute later. */
async function withVerification(number: string) {
  let now = 0;
  const sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await sandbox.fetch(`http://sandbox.example${path}`, {
      method,
      headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  for (const other of ['000-00-0000', '000-03-0000', number])
    await send('POST', '/verification-requests/', inputFor(other));
  now += 60_000;
  const { results = [] } = (await send('GET', '/verification-requests/')).body;
  const { id = '', reports = [] } = results[0] as Body;
  const report = reports.at(0)?.id ?? '';
  const ids: Ids = { verification_request_id: id, verification_report_id: report, report_id: report };
  return { sandbox, send, ids };
}

/** The value of a runtime expression. */
function valueBehind(expression: unknown, ids: Ids, body: Body): unknown {
  const [, name] = /^\$request\.path\.(\w+)$/.exec(String(expression)) ?? [];
  if (name !== undefined) return ids[name];
  const [, pointer] = /^\$response\.body(#\/.*)$/.exec(String(expression)) ?? [];
  return pointer === undefined ? expression : valueAt(body, pointer);
}

describe('a link', () => {
  test.for(links)('from $from $status to $name leads there', async ({ from, name, status, link }) => {
    const operationId = link.operationId ?? '';
    const seen: string[] = [];
    // Two reports, so that the first is not the only one; else one that can still be cancelled.
    for (const number of ['000-00-0007', '000-91-0001']) {
      const { sandbox, send, ids } = await withVerification(number);
      const request = requestOf(from, ids);
      const { status: first, body } = await send(request.method, request.path, request.body);
      const given = Object.entries(link.parameters ?? {}).map(([parameter, value]) => [
        parameter,
        valueBehind(value, ids, body),
      ]);
      const sent = Object.entries(link.requestBody ?? {}).map(([field, value]) => [
        field,
        valueBehind(value, ids, body),
      ]);
      const to = requestOf(operationId, Object.fromEntries(given));
      const next = await send(
        to.method,
        to.path,
        sent.length > 0 ? Object.fromEntries(sent) : bodyOf(operationId),
      );
      await sandbox.close();
      seen.push(`${first}, then ${next.status}`);
      if (first !== status || next.status >= 300) continue;
      const subject = body.results?.[0]?.id ?? body.verification_request?.id ?? body.id;
      if (operationId === 'reverifyVerification') expect(next.body.id, 'is a new one').not.toBe(subject);
      else expect(next.body.verification_request?.id ?? next.body.id, 'is of this one').toBe(subject);
      const [report] = body.reports ?? [];
      if (next.body.verification_request && report)
        expect(next.body.id, 'is the first report').toBe(report.id);
      return;
    }
    const operation = operationsOfTheSpec().find(({ id }) => id === operationId);
    expect.unreachable(`${name} leads to ${operation?.id ?? 'nothing'}: ${seen.join('; ')}`);
  });
});

describe('the example of a webhook', () => {
  const sent = webhooksOf(spec).flatMap(({ path, requestBody }) =>
    examplesIn(requestBody).map((value, index) => [`${path}, ${index + 1}`, value] as const),
  );

  test.for(sent)('%s is what the webhook sends', ([, value]) => {
    const body = JSON.stringify(value);
    const headers = new Headers({ 'Content-Type': 'application/json', 'X-Truework-Token': 'a-token' });
    expectNone(webhookFindings({ method: 'POST', headers, body }), 'sandbox');
  });
});
