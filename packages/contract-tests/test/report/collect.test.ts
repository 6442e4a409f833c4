import { expect, test } from 'vitest';
import { operationEvidence, vendorRun } from '../../report/collect.ts';
import { reportOf } from '../../src/live/report.ts';

test('only a whole run against Truework itself counts as compared', () => {
  const settings = { isVendor: true, origin: 'https://api.truework-sandbox.com', token: '' };
  const run = { started: '2026-01-30', observations: [], tests: 1, failedTests: [], creates: 0, gaps: [] };
  const whole = { ...reportOf({ ...run, settings }), isComplete: true };
  expect(vendorRun(whole)).toBe(whole);
  expect(vendorRun({ ...whole, isComplete: false })).toBeUndefined();
  expect(vendorRun({ ...whole, isVendor: false })).toBeUndefined();
  expect(vendorRun(undefined)).toBeUndefined();
});

test('each kind of evidence is counted by operation and status', () => {
  const got = { operation: 'getVerification', status: 404 };
  const one = (meta: object) => ({ status: 'passed', meta });
  const testResults = [
    { name: '/test/behaviour/a.test.ts', assertionResults: [one({ driven: [got, got] })] },
    {
      name: '/test/statuses/b.test.ts',
      assertionResults: [
        one({ driven: [got], rejected: { ...got, count: 5 } }),
        one({ driven: [{ ...got, status: 200 }], rejected: { ...got, count: 2 } }),
      ],
    },
  ];
  const live = { evidence: [{ ...got, times: 1, seen: '2026-01-30' }] };
  const { statuses } = operationEvidence({ testResults }, live).find(({ id }) => id === got.operation) ?? {};
  expect(statuses?.filter(({ driven }) => driven > 0)).toEqual([
    { status: 200, driven: 1, schema: 1, negative: 0, behaviour: 0 },
    { status: 404, driven: 3, schema: 3, negative: 7, behaviour: 1, vendor: '2026-01-30' },
  ]);
});
