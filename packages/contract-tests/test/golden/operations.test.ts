import { createSandbox } from '@truework-legacy/sandbox';
import { expect, test } from 'vitest';
import { operationIds } from '../../src/calls.ts';
import { expectGolden, expectGoldenWebhooks, Names, readGolden } from '../../src/golden.ts';
import { findOperation } from '../../src/spec-findings.ts';

// Each operation responds what was written by hand: golden/operations.yaml, from its first line to its last.

interface Step {
  /** Milliseconds that pass. */
  readonly advance?: number;
  /** URL of a webhook endpoint that is added. */
  readonly hook?: string;
  /** Token of a session in which the person logs in. */
  readonly completes?: string;
  /** The webhooks that were sent so far. */
  readonly delivers?: readonly Delivery[];
  readonly request?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly responds?: number;
  readonly headersToo?: Readonly<Record<string, string>>;
  readonly with?: unknown;
}

interface Delivery {
  readonly to: string;
  readonly hook: number;
  readonly event: string;
  readonly data: object;
}

const { content, lines } = readGolden<{ clock: string; steps: Step[] }>('operations.yaml', 'steps');

// One test: each step builds on those before it.
test('each operation responds what golden/operations.yaml says, step by step', async () => {
  let nowMs = Date.parse(content.clock);
  const sent: { to: string; headers: object; body: unknown }[] = [];
  const sandbox = createSandbox({
    clock: { now: () => nowMs },
    rateLimit: false,
    validateResponses: false,
    send: async (to, { headers = {}, body } = {}) => {
      sent.push({ to: String(to), headers, body: JSON.parse(String(body)) });
      return new Response(null, { status: 202 });
    },
  });
  const tenant = sandbox.tenant('tw_sk_test_golden');
  const publicKey = sandbox.signingKey;
  const names = new Names();
  const tokens: string[] = [];
  const asked = new Set<string>();

  async function take(step: Step, source: string): Promise<void> {
    nowMs += step.advance ?? 0;
    if (step.hook !== undefined) tokens.push(tenant.webhooks.add(step.hook).token);
    if (step.completes !== undefined) tenant.credentialsSessions.complete(names.filled(step.completes));
    // What is due is sent.
    await tenant.clock.advance(0);
    if (step.delivers !== undefined) {
      const expected = step.delivers.map(({ to, hook, event, data }) => ({
        to,
        headers: { 'Content-Type': 'application/json', 'X-Truework-Token': tokens[hook - 1] },
        body: { hook: { id: hook, event, target: to }, data },
      }));
      expectGoldenWebhooks(sent, names.bound(expected, sent), source);
    }
    if (step.request === undefined) return;
    const [method = '', path = ''] = names.filled(step.request).split(/ (.*)/);
    const url = new URL(path, 'http://sandbox.example');
    const operation = findOperation(method, url.pathname)?.operation.id ?? `${method} outside the spec`;
    asked.add(operation);
    const response = await sandbox.fetch(url, {
      method,
      headers: {
        Authorization: `Bearer tw_sk_test_${step.as ?? 'golden'}`,
        Accept: 'application/json; version=2019-10-15',
        'Content-Type': 'application/json',
        ...step.headers,
      },
      ...(step.body === undefined ? {} : { body: names.filled(JSON.stringify(step.body)) }),
    });
    const { responds = 0, with: body, headersToo: headers } = step;
    const golden = { source, status: responds, body, headers, nowMs };
    await expectGolden(response, golden, { operation, names, publicKey });
  }

  for (const [index, step] of content.steps.entries()) {
    const source = `golden/operations.yaml:${lines[index]}`;
    await take(step, source).catch((error: Error) => {
      if (!error.message.includes(source)) error.message = `${source}: ${error.message}`;
      throw error;
    });
  }
  await sandbox.close();
  expect(new Set(tokens).size, 'each hook has a token of its own').toBe(tokens.length);
  const missing = operationIds.filter((id) => !asked.has(id));
  expect(missing, 'write in packages/contract-tests/golden/operations.yaml what these respond').toEqual([]);
});
