import { createSandbox } from '@truework-legacy/sandbox';
import { afterAll, expect, test } from 'vitest';
import { operationIds } from '../../src/calls.ts';
import { expectGolden, Names, readGolden } from '../../src/golden.ts';
import { findOperation } from '../../src/spec-findings.ts';

// Each operation responds what was written by hand: golden/operations.yaml, from its first line to its last.

interface Step {
  readonly advance?: number;
  readonly request?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly responds?: number;
  readonly headersToo?: Readonly<Record<string, string>>;
  readonly with?: unknown;
}

const { content, lines } = readGolden<{ clock: string; steps: Step[] }>('operations.yaml', 'steps');
let nowMs = Date.parse(content.clock);
const sandbox = createSandbox({ clock: { now: () => nowMs }, rateLimit: false, validateResponses: false });
const names = new Names();
const asked = new Set<string>();
afterAll(() => sandbox.close());

const steps = content.steps.map((step, index) => ({
  step,
  source: `golden/operations.yaml:${lines[index]}`,
  title: step.request ?? `${step.advance} ms later`,
}));

test.for(steps)('$source $title', async ({ step, source }) => {
  nowMs += step.advance ?? 0;
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
  await expectGolden(response, golden, { operation, names, publicKey: sandbox.signingKey });
});

test('every operation is among them', () => {
  const missing = operationIds.filter((id) => !asked.has(id));
  expect(missing, 'write in packages/contract-tests/golden/operations.yaml what these respond').toEqual([]);
});
