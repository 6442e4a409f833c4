import { describe, expect, test } from 'vitest';
import {
  type ContractReport,
  checkersOf,
  contractReport,
  counted,
  evidenceOf,
  fatesOf,
  partOf,
  recordOf,
  totalsOf,
} from '../src/contract/contract-report.ts';
import { reference } from '../src/reference/reference.ts';

const report: ContractReport = {
  date: '2026-01-31',
  apiVersion: '2019-10-15',
  ranAgainst: 'a sandbox',
  ranOn: 'a machine',
  tests: { passed: 2, failed: 0, seconds: 1 },
  vendor: { status: 'compared', date: '2026-01-30', differences: 1 },
  operations: [
    {
      id: 'getVerification',
      method: 'GET',
      path: '/verification-requests/{verification_request_id}',
      source: 'documented',
      statuses: [
        { status: 404, driven: 3, schema: 3, negative: 0, behaviour: 1, vendor: '2026-01-30' },
        { status: 200, driven: 9, schema: 8, negative: 0, behaviour: 4 },
      ],
    },
  ],
  facts: [{ level: 'documented', facts: 3, seenAtVendor: 1 }],
  keywords: [
    { keyword: 'type', locations: 3, rejecting: 3, seen: { 'rejected by spec': 3, 'accepted by spec': 3 } },
    { keyword: 'enum', locations: 1, rejecting: 1, seen: { 'accepted by validators': 1 } },
  ],
  thirdParties: [],
};

const inWords = (counts: readonly { of: string; count: string }[]) =>
  counts.map(({ of, count }) => `${of} ${count}`);

describe('the contract report', () => {
  test('counts one thing as one', () => {
    expect([0, 1, 1200].map((count) => counted(count, 'finding'))).toEqual([
      '0 findings',
      '1 finding',
      '1,200 findings',
    ]);
  });

  test('keeps the kinds of evidence apart, and says what there is none of', () => {
    const [operation] = report.operations;
    if (operation === undefined) expect.unreachable();
    expect(
      evidenceOf(operation).map(({ label, counts, none }) => ({ label, counts: inWords(counts), none })),
    ).toEqual([
      { label: 'Reached', counts: ['200 9', '404 3'], none: [] },
      { label: 'Checked', counts: ['200 8', '404 3'], none: [] },
      { label: 'Rejected', counts: [], none: ['200', '404'] },
      { label: 'Behaviour', counts: ['200 4', '404 1'], none: [] },
      { label: 'Truework', counts: ['404 2026-01-30'], none: ['200'] },
    ]);
  });

  test('has one line for kinds of evidence that show the same', () => {
    const statuses = [{ status: 200, driven: 9, schema: 9, negative: 0, behaviour: 0 }];
    expect(evidenceOf({ statuses }).map(({ label }) => label)).toEqual([
      'Reached, Checked',
      'Rejected, Behaviour, Truework',
    ]);
  });

  test('names who accepted valid values or rejected invalid ones', () => {
    expect(checkersOf(report)).toEqual(['spec', 'validators']);
    expect(checkersOf({ keywords: [] })).toEqual([]);
  });

  test('adds up what was planted within a group, and names what survived', () => {
    const kinds = [
      { kind: 'type', planted: 5, killed: 4, equivalent: 0 },
      { kind: 'bound', planted: 3, killed: 1, equivalent: 2 },
    ];
    expect(totalsOf({ kinds })).toEqual({
      planted: 8,
      noticed: 5,
      equivalent: 2,
      survived: 1,
    });
    expect(fatesOf({ kinds }).map(({ label, counts }) => [label, ...inWords(counts)])).toEqual([
      ['Noticed', 'type 4', 'bound 1'],
      ['Equivalent', 'bound 2'],
      ['Survived', 'type 1'],
    ]);
  });

  test('says of how many mutants a number is', () => {
    expect(partOf({})).toBe('all of them');
    expect(partOf({ sample: { of: 8496, seed: 1 } })).toBe('a sample of 8,496, seed 1');
  });
});

describe('the record of the operations that the site describes', () => {
  test('is undefined for one that was added since, and leaves out one that was removed', () => {
    const described = [{ id: 'addRemark' }, { id: 'getVerification' }];
    expect(recordOf(report, described)).toEqual([
      { operation: { id: 'addRemark' }, evidence: undefined },
      { operation: { id: 'getVerification' }, evidence: report.operations[0] },
    ]);
    expect(recordOf(report, [])).toEqual([]);
  });

  test('is there for most of them', () => {
    const described = reference.pages.filter(({ kind }) => kind === 'request');
    const known = recordOf(contractReport, described).filter(({ evidence }) => evidence !== undefined);
    expect(known.length, 'collect it anew: pnpm contract:report --collect').toBeGreaterThan(
      described.length / 2,
    );
  });
});
