import { expect, test } from 'vitest';
import { skippedSummary, summary } from './remark-reporter.ts';

const remark = (operation: string) => ({
  message: 'The sandbox responded with what the spec does not say',
  remarks: [
    {
      where: `${operation}, response 200 body /price/amount`,
      says: 'expected  a string\nwas       an integer',
    },
  ],
});

/** What is printed of one failed test with these errors. */
const summaryOf = (...errors: Parameters<typeof summary>[0][number]['errors'][number][]) =>
  summary([{ test: 'a.test.ts "one"', errors }]);

test('equal remarks of many tests are printed once, with how many and where', () => {
  const failed = ['one', 'two', 'three'].map((name) => ({
    test: `a.test.ts "${name}"`,
    // What else failed in the test follows from the remark.
    errors: [
      { message: 'expected 202 to be 201' },
      remark(name === 'three' ? 'getVerification' : 'createVerification'),
    ],
  }));
  const other = {
    test: 'b.test.ts "four"',
    errors: [{ message: 'expected 1 to be 2', diff: '- 2\n+ 1', responses: ['getReport 404'] }],
  };
  expect(summary([other, ...failed])).toBe(`3 tests:
  createVerification, response 200 body /price/amount
  and getVerification, response 200 body /price/amount
    expected  a string
    was       an integer
  in a.test.ts "one", first

1 test:
  expected 1 to be 2
    - 2
    + 1
    last responses: getReport 404
  in b.test.ts "four"

2 distinct remarks, 4 failed tests.`);
});

test('tests that were skipped are named', () => {
  expect(skippedSummary(['a.test.ts "one"'])).toBe('Skipped, which counts as failed:\n  a.test.ts "one"');
  expect(skippedSummary(Array(7).fill('a.test.ts "one"')).split('\n').at(-1)).toBe('  and 2 more');
});

test('whatever fails, it fits a screen or two', () => {
  const failed = Array.from({ length: 1000 }, (_, index) => ({
    test: `a.test.ts "${index}"`,
    errors: [{ message: `message ${index}\n${'line\n'.repeat(100)}`, diff: `- ${index}\n`.repeat(100) }],
  }));
  const lines = summary(failed).split('\n');
  expect(lines).toHaveLength(31);
  expect(lines.slice(-3)).toEqual(['And 995 more.', '', '1000 distinct remarks, 1000 failed tests.']);
});

test('a remark that does not fit is a line with what it says first', () => {
  const remarks = Array.from({ length: 20 }, (_, index) => ({
    where: 'The spec is not as approved',
    says: `Company.yaml:${index}: changed.\nto do     read it`,
  }));
  const lines = summaryOf({ message: '', remarks }).split('\n');
  expect(lines).toContain('1 test in a.test.ts "one": The spec is not as approved: Company.yaml:9: changed.');
});

test('a random test says what failed in its cause', () => {
  const printed = summaryOf({ message: 'Property failed after 2 tests', cause: remark('getReport') });
  expect(printed.split('\n')[1]).toBe('  getReport, response 200 body /price/amount');
});

test('a random test says first what failed, and then with which seed', () => {
  const message = 'Property failed after 2 tests\n{ seed: 1 }';
  expect(summaryOf({ message, cause: { message: 'expected 1 to be 2' } })).toMatch(
    /^1 test:\n {2}expected 1 to be 2\n {4}Property failed after 2 tests\n {4}\{ seed: 1 \}\n/,
  );
});

test('what a list contains that should be empty is said as it is, without brackets', () => {
  const items = ['a.ts imports b', '/results/0/price type', '/results/1/price type'];
  const diff = `- Expected\n+ Received\n\n- []\n+ [\n${items.map((item) => `+   "${item}",\n`).join('')}+ ]`;
  const failure = (message: string) => summaryOf({ message, diff });
  const expected = 'expected [ …(2) ] to deeply equal []';
  expect(failure(expected)).toBe(`1 test:
  Found, where there should be nothing: a.ts imports b
    /results/*/price type
  in a.test.ts "one"

One remark, 1 failed test.`);
  expect(failure(`Remove these: ${expected}`).split('\n')[1]).toBe('  Remove these: a.ts imports b');
});

test('an object in a list that should be empty is one line', () => {
  const diff =
    '- []\n+ [\n+   {\n+     "kind": "format",\n+     "path": [],\n+   },\n+   {\n+     "kind": "type",\n+   },\n+ ]';
  const message = 'expected [ { path: [], …(1) } ] to deeply equal []';
  expect(summaryOf({ message, diff })).toContain(
    'nothing: { "kind": "format", "path": [], }\n    { "kind": "type", }\n',
  );
});

test('what was heard last does not make another remark', () => {
  const failed = ['createVerification 201', 'getReport 404'].map((response, index) => ({
    test: `a.test.ts "${index}"`,
    errors: [{ message: 'expected 1 to be 2', diff: '- 2\n+ 1', responses: [response] }],
  }));
  expect(summary(failed)).toMatch(
    /last responses: createVerification 201\n.*\n\nOne remark, 2 failed tests\.$/,
  );
});

test('a remark that is cut short names its test and the first difference', () => {
  const failed = Array.from({ length: 9 }, (_, index) => ({
    test: `a.test.ts "${index}"`,
    errors: [{ message: 'the pages: expected 1 to be 2', diff: `- ${index}\n`.repeat(10) }],
  }));
  expect(summary(failed)).toContain('\n1 test in a.test.ts "8": the pages: - 8 - 8\n');
});

test('the issues of a validator are a line each', () => {
  const issue = { code: 'invalid_format', path: ['reports', 0, 'created'], message: 'Expected a date.' };
  expect(summaryOf({ message: JSON.stringify([issue], null, 2) })).toMatch(
    /^1 test:\n {2}A validator rejects\n {4}\/reports\/0\/created: Expected a date\.\n/,
  );
});

test('a snapshot that differs says how it is accepted', () => {
  expect(summaryOf({ message: 'Snapshot `home.output.txt 1` mismatched', diff: '- a\n+ b' })).toContain(
    '\n    to do     fix the code; or accept',
  );
});
