import { expect, test } from 'vitest';
import type * as core from 'zod/v4/core';
import { date, dateTime, email, uri, uuid } from './formats.ts';
import { Report } from './issue.ts';
import {
  gt,
  gte,
  lt,
  lte,
  maxLength,
  maxProperties,
  minLength,
  minProperties,
  regex,
  ruleOf,
  uniqueItems,
  whole,
} from './rules.ts';

const expected = { type: 'string', words: 'a sample' };

/** What a rule says of a value. It says the same as a check of zod. */
function issuesOf(check: core.$ZodCheck<never>, value: unknown): string[] {
  const report = new Report(false);
  const rule = ruleOf(check);
  const isRight = rule?.(value, report, () => expected);
  const payload = { value, issues: [] as { message?: string }[] };
  (check._zod as { check(payload: object): void }).check(payload);
  expect(payload.issues).toHaveLength(report.issues.length);
  expect(report.issues).toHaveLength(isRight ? 0 : 1);
  return report.issues.map(({ message }) => message);
}

test.for<[string, core.$ZodCheck<never>, unknown[], [value: unknown, message: string][]]>([
  [
    'at most two characters',
    maxLength(2),
    ['', 'ab', '😀😀', '\ud83d', 'a\ud83d'],
    [
      ['abc', 'Must have at most 2 characters (sample).'],
      ['😀😀😀', 'Must have at most 2 characters (sample).'],
      ['😀ab', 'Must have at most 2 characters (sample).'],
      ['\ud83d\ud83d\ud83d', 'Must have at most 2 characters (sample).'],
    ],
  ],
  ['no item', maxLength(0), [[]], [[[1], 'Must have at most 0 items (sample).']]],
  ['at most one item', maxLength(1), [[], [1]], [[[1, 2], 'Must have at most 1 item (sample).']]],
  [
    'at least two characters',
    minLength(2),
    ['ab', '😀😀', 'abc'],
    [
      ['', 'Must not be empty (sample).'],
      ['a', 'Must have at least 2 characters (sample).'],
      ['😀', 'Must have at least 2 characters (sample).'],
    ],
  ],
  ['at least one item', minLength(1), [[1]], [[[], 'Must have at least 1 item (sample).']]],
  ['3 or more', gte(3), [3, 3.1], [[2.9, 'Must be at least 3 (sample).']]],
  ['more than 3', gt(3), [3.1], [[3, 'Must be greater than 3 (sample).']]],
  ['3 or less', lte(3), [3, -1], [[3.1, 'Must be at most 3 (sample).']]],
  ['less than 3', lt(3), [2.9], [[3, 'Must be less than 3 (sample).']]],
  ['whole', whole, [0, -1, 1e300], [[1.5, 'Expected a sample, not a number.']]],
  ['a pattern', regex(/^a+$/u, 'letters a'), ['a', 'aa'], [['ab', 'Expected letters a.']]],
  [
    'at most one field',
    maxProperties(1),
    [{}, { a: 1 }],
    [[{ a: 1, b: 2 }, 'Must have at most 1 field (sample).']],
  ],
  [
    'at least two fields',
    minProperties(2),
    [{ a: 1, b: 2 }],
    [[{ a: 1 }, 'Must have at least 2 fields (sample).']],
  ],
  [
    'unique items',
    uniqueItems(),
    [
      [],
      [1, '1', true, 'true', null, 'null'],
      [[1], { 0: 1 }],
      [{ a: 1 }, { a: 2 }, { b: 1 }],
      [[1], [2], [1, 2], [2, 1], ['1,2']],
    ],
    [
      [[1, 2, 1], 'Items must be unique.'],
      [
        [
          { a: 1, b: [{ c: 1 }] },
          { b: [{ c: 1 }], a: 1 },
        ],
        'Items must be unique.',
      ],
      [[null, null], 'Items must be unique.'],
    ],
  ],
])('%s', ([, check, right, wrong]) => {
  for (const value of right) expect(issuesOf(check, value), JSON.stringify(value)).toEqual([]);
  for (const [value, message] of wrong)
    expect(issuesOf(check, value), JSON.stringify(value)).toEqual([message]);
});

test.for<[string, core.$ZodCheck<never>, string, string[], string[]]>([
  [
    'date',
    date,
    'a calendar date, YYYY-MM-DD',
    ['2019-11-05', '2020-02-29', '2000-02-29', '0000-12-31', '2019-04-30', '2019-01-31'],
    [
      '2019-02-29',
      '1900-02-29',
      '2019-13-01',
      '2019-00-01',
      '2019-04-31',
      '2019-1-01',
      '2019-01-32',
      '2019-01-00',
      ' 2019-11-05',
      '2019-11-05\n',
      '2019-11-05T',
    ],
  ],
  [
    'date-time',
    dateTime,
    'a date and time with its offset, such as 2019-11-05T17:08:44Z',
    [
      '2019-11-05T17:08:44Z',
      '2019-11-05t17:08:44.123456z',
      '2019-11-05T17:08:44+14:00',
      '2019-11-05T00:00:00-23:59',
      // Leap seconds end a day in UTC, wherever they are written.
      '2016-12-31T23:59:60Z',
      '2017-01-01T00:59:60+01:00',
      '2016-12-31T15:59:60-08:00',
      '2017-01-01T05:29:60.5+05:30',
      '2016-12-31t23:59:60z',
    ],
    [
      '2019-11-05',
      '2019-11-05T17:08:44',
      '2019-11-05 17:08:44Z',
      '2019-11-05T24:00:00Z',
      '2019-11-05T17:60:00Z',
      '2019-11-05T17:08:61Z',
      '2019-11-05T17:08:44.Z',
      '2019-11-05T17:08:44+24:00',
      '2016-12-31T23:58:60Z',
      '2016-12-31T22:59:60Z',
      '2016-12-31T23:59:60+01:00',
      '2017-01-01T00:59:60-01:00',
      '2016-12-32T23:59:60Z',
      'x2016-12-31T23:59:60Z',
      '2016-12-31T23:59:60Zx',
    ],
  ],
  [
    'email',
    email,
    'an email address, such as riley.sample@example.com',
    ["o'neil+x@example.com", 'a@b.c', 'A.B@EXAMPLE.COM', '1@2.3', 'a@b-c.d9'],
    [
      'a@b',
      'a.bc',
      '@b.c',
      'a@',
      'a.@b.c',
      '.a@b.c',
      'a..b@c.d',
      'a b@c.d',
      'a@-b.c',
      'a@b-.c',
      'a@b..c',
      'a@b.c.',
      'a@b@c.d',
      'zoë@example.com',
    ],
  ],
  [
    'uri',
    uri,
    'a URL with its scheme, such as https://example.com/',
    [
      'https://example.com/',
      'HTTPS://EXAMPLE.COM',
      'a:',
      'mailto:a@b.c',
      'http://[::1]:80/%7Ea?b#c',
      'http://[1:2:3:4:5:6:7:8]',
      'http://[::ffff:192.0.2.1]',
      'http://[1:2:3:4:5:6::7]',
      'http://[v1.a]/',
      'http://[V1A.a]/',
      'http://[::ABCD]/',
      'http://[1:2:3:4:5:6:192.0.2.1]/',
      'http://a%AF@h%AF/',
      'a:b?c?d#e?f',
      'http://u:p@h',
      'urn:uuid:x',
    ],
    [
      'example.com',
      '//example.com',
      '1a:b',
      'http://a b',
      'http://[1:2:3:4:5:6:7]',
      'http://[::1::2]',
      'http://[1:2:3:4:5:6:7::8]',
      'http://[1:2:3:4:5:6:7:8:9]',
      'http://[::12345]',
      'http://[::256.0.0.1]',
      'http://[::1.2.3.4.5]',
      'http://[1:2:3:4:5:6:7:192.0.2.1]',
      'http://[1v1.a]',
      'http://[::1:g]',
      'a:b#c#d',
      'http://u@v@h/',
      'http://u@[::1]x',
      'http://h/%7',
      'http://h:x/',
      'http://h/"',
      ' http://h',
      'http://h/é',
    ],
  ],
  [
    'uuid',
    uuid,
    'a UUID, such as 123e4567-e89b-12d3-a456-426614174000',
    [
      '123e4567-e89b-12d3-a456-426614174000',
      '123E4567-E89B-12D3-A456-426614174000',
      'urn:uuid:123e4567-e89b-12d3-a456-426614174000',
    ],
    [
      '123e4567e89b12d3a456426614174000',
      '123e4567-e89b-12d3-a456-42661417400',
      '123e4567-e89b-12d3-a456-4266141740000',
      'g23e4567-e89b-12d3-a456-426614174000',
      'x123e4567-e89b-12d3-a456-426614174000',
    ],
  ],
])('the format %s', ([format, check, words, right, wrong]) => {
  for (const text of right) expect(issuesOf(check, text), text).toEqual([]);
  for (const text of wrong) expect(issuesOf(check, text), text).toEqual([`Expected ${words}.`]);
  expect(check._zod.def).toMatchObject({ check: 'string_format', format });
});

const tooBig = { code: 'too_big', kind: 'bounds', inclusive: true };
const tooSmall = { code: 'too_small', kind: 'bounds', inclusive: true };
const wrongFormat = { code: 'invalid_format', kind: 'format', origin: 'string' };
const custom = { check: 'custom' };

test.for<[core.$ZodCheck<never>, unknown, def: object, issue: object]>([
  [maxLength(2), 'abc', { check: 'max_length', maximum: 2 }, { ...tooBig, origin: 'string', maximum: 2 }],
  [minLength(2), [1], { check: 'min_length', minimum: 2 }, { ...tooSmall, origin: 'array', minimum: 2 }],
  [minLength(1), '', {}, { ...tooSmall, kind: 'blank', origin: 'string', minimum: 1 }],
  [gt(3), 3, { value: 3, inclusive: false }, { ...tooSmall, origin: 'number', minimum: 3, inclusive: false }],
  [lte(3), 4, { value: 3, inclusive: true }, { ...tooBig, origin: 'number', maximum: 3 }],
  [
    whole,
    1.5,
    custom,
    { code: 'invalid_type', kind: 'type', expected: 'unknown', message: 'Expected a value, not a number.' },
  ],
  [regex(/^a$/, 'the letter a'), 'b', { pattern: /^a$/ }, { ...wrongFormat, format: 'regex' }],
  [date, 'x', { check: 'string_format', format: 'date' }, { ...wrongFormat, format: 'date' }],
  [uniqueItems(), [1, 1], custom, { ...wrongFormat, origin: 'array', format: 'unique' }],
  [minProperties(1), {}, custom, { ...tooSmall, origin: 'object', minimum: 1 }],
  [maxProperties(0), { a: 1 }, custom, { ...tooBig, origin: 'object', maximum: 0 }],
])('as a check of zod, %o says what it measures', ([check, value, def, issue]) => {
  const payload = { value, issues: [] as object[] };
  (check._zod as { check(payload: object): void }).check(payload);
  expect(payload.issues).toEqual([{ message: expect.any(String), ...issue, path: [] }]);
  expect(check._zod.def).toMatchObject(def);
});
