import { describe, expect, test } from 'vitest';
import { apiTimestamp, durationMs, httpDate, isTime } from './clock.ts';

describe('durationMs', () => {
  test.for([
    [0, 0],
    [1500, 1500],
    ['500 ms', 500],
    ['0.5 ms', 1],
    ['1 second', 1000],
    ['10s', 10_000],
    ['2 minutes', 120_000],
    ['1.5 hours', 5_400_000],
    ['3 days', 259_200_000],
    [' 1 Week ', 604_800_000],
  ] as const)('%j is %d ms', ([duration, expected]) => {
    expect(durationMs(duration)).toBe(expected);
  });

  test.for([
    '',
    '3',
    'days',
    '3 fortnights',
    '-1 day',
    '3 days 2 hours',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%j is not a duration, and the message says what would be one', (duration) => {
    expect(() => durationMs(duration)).toThrow(/not a duration.*3 days/);
  });
});

test('a clock begins with the year 1, and ends with 9998', () => {
  const times = ['0000-12-31T23:59:59.999Z', '0001-01-01', '9999-01-01', '9999-01-01T00:00:00.001Z'];
  expect(times.map((text) => isTime(Date.parse(text)))).toEqual([false, true, true, false]);
});

test('httpDate prints the second, whatever was asked before', () => {
  expect(httpDate(Date.UTC(2019, 10, 5, 17, 8, 44, 999))).toBe('Tue, 05 Nov 2019 17:08:44 GMT');
  expect(httpDate(Date.UTC(2019, 10, 5, 17, 8, 45))).toBe('Tue, 05 Nov 2019 17:08:45 GMT');
  expect(httpDate(Date.UTC(2019, 10, 5, 17, 8, 44))).toBe('Tue, 05 Nov 2019 17:08:44 GMT');
});

test('apiTimestamp prints microseconds, whatever was asked before', () => {
  expect(apiTimestamp(Date.UTC(2019, 10, 5, 17, 8, 44, 9))).toBe('2019-11-05T17:08:44.009000Z');
  expect(apiTimestamp(Date.UTC(2019, 10, 5, 17, 8, 44, 819))).toBe('2019-11-05T17:08:44.819000Z');
  expect(apiTimestamp(Date.UTC(2019, 10, 5, 17, 8, 45))).toBe('2019-11-05T17:08:45.000000Z');
  expect(apiTimestamp(-1)).toBe('1969-12-31T23:59:59.999000Z');
});
