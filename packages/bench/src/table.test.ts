import { describe, expect, test } from 'vitest';
import { formatTable, keepsBudget } from './table.ts';

describe('a budget', () => {
  test.for([
    [{ figure: 5.5, budget: { of: 'figure', atMost: 5.5 } }, true],
    [{ figure: 5.51, budget: { of: 'figure', atMost: 5.5 } }, false],
    [{ figure: 1, ratio: 8, budget: { of: 'ratio', atLeast: 8 } }, true],
    [{ figure: 100, ratio: 7.9, budget: { of: 'ratio', atLeast: 8 } }, false],
    [{ figure: Number.NaN, budget: { of: 'figure', atMost: 5.5 } }, false],
    [{ figure: 1, budget: { of: 'ratio', atMost: 2 } }, false],
    [{ figure: 1000 }, true],
  ] as const)('%j meets it: %s', ([row, kept]) => {
    expect(keepsBudget({ subject: 'ours', ...row })).toBe(kept);
  });
});

test('a table says what it measured, and what became of each budget', () => {
  const text = formatTable({
    title: 'a call',
    unit: 'µs',
    ratioTo: '× raw fetch',
    rows: [
      { subject: 'raw fetch', figure: 20.04, ratio: 1 },
      { subject: 'ours', figure: 26.123, ratio: 1.3, budget: { of: 'ratio', atMost: 1.25 } },
      { subject: 'times another', ratio: 9, budget: { of: 'ratio', atLeast: 8 } },
    ],
  });
  expect(text).toBe(`a call

                 µs  × raw fetch  budget
raw fetch      20.0         1.00
ours           26.1         1.30  MISSED: ratio at most 1.25
times another               9.00  met: ratio at least 8`);
});

test('beside the last result, ratios are compared, and figures of rows without one', () => {
  const table = {
    title: 'a call',
    unit: 'kB',
    ratioTo: '× raw fetch',
    rows: [
      { subject: 'ours', figure: 30, ratio: 1.5 },
      { subject: 'alone', figure: 11 },
      { subject: 'new', figure: 1 },
    ],
  };
  const last = {
    ...table,
    rows: [
      // On a machine that is twice as slow.
      { subject: 'ours', figure: 40, ratio: 1 },
      { subject: 'alone', figure: 10 },
      { subject: 'gone', figure: 1 },
    ],
  };
  expect(formatTable(table, last)).toBe(`a call

         kB  × raw fetch  × last  budget
ours   30.0         1.50    1.50
alone  11.0                 1.10
new    1.00`);
});
