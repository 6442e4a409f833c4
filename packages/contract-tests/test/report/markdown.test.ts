import { expect, test } from 'vitest';
import type { ContractReport } from '../../report/contract-report.ts';
import { markdownOf } from '../../report/markdown.ts';

const report: ContractReport = {
  date: '2026-01-31',
  apiVersion: '2019-10-15',
  ranAgainst: 'a sandbox',
  ranOn: 'a machine',
  tests: { passed: 2, failed: 0, seconds: 1 },
  vendor: { status: 'unverified', reason: 'Nobody has a key.' },
  operations: [
    {
      id: 'getVerification',
      method: 'GET',
      path: '/verification-requests/{verification_request_id}',
      source: 'documented',
      statuses: [
        { status: 200, driven: 9, schema: 8, negative: 0, behaviour: 4 },
        { status: 404, driven: 0, schema: 0, negative: 0, behaviour: 0 },
      ],
    },
  ],
  facts: [],
  keywords: [{ keyword: 'type', locations: 3, rejecting: 2, seen: {} }],
  thirdParties: [{ name: 'Prism', version: '5.16.0', checks: 120, findings: 0, excused: ['A reason.'] }],
  mutation: {
    groups: [
      {
        group: 'sandbox',
        chosenBy: 'rules',
        date: '2026-01-30',
        revision: 'abc1234',
        machine: 'a machine',
        sample: { of: 50, seed: 1 },
        kinds: [{ kind: 'behaviour', planted: 5, killed: 3, equivalent: 1 }],
        noticedBy: { suite: 3 },
        survivors: [{ id: 'it forgets', meaning: 'Nothing depends on it.' }],
      },
    ],
  },
};

test('the summary for a pull request says what nobody looked at, and what survived', () => {
  expect(markdownOf(report).match(/^(\*\*|- |\| (`getVerification`|Prism|sandbox)).*$/gm)).toEqual([
    '**Unverified against Truework.** Nobody has a key.',
    '| `getVerification` | 1 of 2, not 404 | 8 | 0 | 1 of 2 | none |',
    '| Prism 5.16.0 | 120 | 0 | 1 |',
    '| sandbox | rules | 2026-01-30, abc1234 | of 50, seed 1 | 5 | 3 | 1 | 1 |',
    '- sandbox: it forgets. Nothing depends on it.',
  ]);
});

test('it says of keywords what somebody saw, and counts no location twice', () => {
  expect(markdownOf(report)).toContain(
    'Valid values accepted in 0 of 3 locations, invalid ones rejected in 0 of the 2',
  );
  const seen = { 'accepted by spec': 3, 'accepted by validators': 2, 'rejected by spec': 1 };
  const keywords = [{ keyword: 'type', locations: 3, rejecting: 2, seen }];
  expect(markdownOf({ ...report, keywords })).toContain(
    'Valid values accepted in 3 of 3 locations, invalid ones rejected in 1 of the 2',
  );
});

test('it never says passed if nothing was compared or run', () => {
  const { mutation: _, ...without } = report;
  expect(markdownOf(without)).toContain('No whole run of the mutation is on record.');
  const compared = markdownOf({
    ...report,
    vendor: { status: 'compared', date: '2026-01-30', differences: 2 },
  });
  expect(compared).toContain("Compared with Truework's sandbox on 2026-01-30: 2 differences.");
  expect(compared).not.toContain('Unverified');
});
