import { describe, expect, test } from 'vitest';
import { findTestNumber, testNumbers } from './test-numbers.ts';

describe('findTestNumber', () => {
  test('finds a number with and without hyphens', () => {
    expect(findTestNumber('000-00-0001')).toBe(testNumbers['000-00-0001']);
    expect(findTestNumber('000000001')).toBe(testNumbers['000-00-0001']);
  });

  test.for(['000-99-9999', '', '__proto__', 'constructor'])('%j is none', (number) => {
    expect(findTestNumber(number)).toBeUndefined();
  });

  test('every number lies in the range that was never issued', () => {
    expect(Object.keys(testNumbers).filter((number) => !/^000-\d{2}-\d{4}$/.test(number))).toEqual([]);
  });

  test('the total of a year is the sum of its parts', () => {
    const years = Object.values(testNumbers).flatMap((entry) =>
      entry.outcome === 'completed' ? entry.employments.flatMap(({ earnings }) => earnings) : [],
    );
    expect(years.length).toBeGreaterThan(10);
    for (const { base, bonus, commission, overtime, other, total } of years) {
      expect(Number(base) + Number(bonus) + Number(commission) + Number(overtime) + Number(other)).toBe(
        Number(total),
      );
    }
  });
});
