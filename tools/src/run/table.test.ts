import { expect, test } from 'vitest';
import { formatTable, seconds } from './table.ts';

test('columns are as wide as their widest cell, and no line ends in blanks', () => {
  expect(
    formatTable([
      ['Stage', 'Result', ''],
      ['a', 'long result', 'cached'],
      ['longer', 'b', ''],
    ]),
  ).toBe(['Stage   Result', 'a       long result  cached', 'longer  b'].join('\n'));
});

test('a duration is in seconds with one place', () => {
  expect(seconds(1_449)).toBe('1.4 s');
});
