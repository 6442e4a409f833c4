import { describe, expect, test } from 'vitest';
import { testNumbers } from './test-numbers.ts';

describe('testNumbers', () => {
  test('every number lies in the range that was never issued', () => {
    expect(Object.keys(testNumbers).filter((number) => !/^000-\d{2}-\d{4}$/.test(number))).toEqual([]);
  });

  test('the total of a year is the sum of its parts', () => {
    const years = Object.values(testNumbers).flatMap((entry) =>
      entry.outcome === 'completed' ? entry.employments.flatMap(({ earnings }) => earnings) : [],
    );
    expect(years).toHaveLength(20);
    for (const { base, bonus, commission, overtime, other, total } of years) {
      expect(Number(base) + Number(bonus) + Number(commission) + Number(overtime) + Number(other)).toBe(
        Number(total),
      );
    }
  });
});
