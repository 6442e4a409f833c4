import { describe, expect, test } from 'vitest';
import { apiDate, apiTimestamp, durationMs, httpDate, isTime } from './clock.ts';

describe('durationMs', () => {
  test.for([
    [0, 0],
    [1500, 1500],
    ['500 ms', 500],
    ['0.5 ms', 1],
    ['1 millisecond', 1],
    ['1 second', 1000],
    ['2 seconds', 2000],
    ['10s', 10_000],
    ['1m', 60_000],
    ['2 minutes', 120_000],
    ['1.5 hours', 5_400_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
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

test.for([
  [Date.UTC(2019, 10, 5, 17, 8, 44, 9), 'Tue, 05 Nov 2019 17:08:44 GMT', '2019-11-05T17:08:44.009000Z'],
  [-1, 'Wed, 31 Dec 1969 23:59:59 GMT', '1969-12-31T23:59:59.999000Z'],
] as const)('%d is printed to the second, to the microsecond and to the day', ([ms, second, microsecond]) => {
  expect([httpDate(ms), apiTimestamp(ms), apiDate(ms)]).toEqual([
    second,
    microsecond,
    microsecond.slice(0, 10),
  ]);
});
