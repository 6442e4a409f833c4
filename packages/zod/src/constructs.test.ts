import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import type * as core from 'zod/v4/core';
import * as classic from './classic.ts';
import * as mini from './mini.ts';

// What the schemas of the API do not use today, and the generation may write tomorrow.

type Part = core.$ZodType;

function issuesOf(schema: Part, value: unknown): unknown[] {
  const { issues = [] } = zod.core.safeParse(schema, value).error ?? {};
  return issues.map(({ path, message, ...issue }) => [
    path.join('.'),
    message,
    'expected' in issue && issue.expected,
  ]);
}

describe.for([
  ['zod', classic],
  ['zod/mini', mini as unknown as typeof classic],
] as const)('%s', ([, make]) => {
  test.for<[string, Part, right: unknown, wrong: unknown, ...issues: unknown[]]>([
    [
      'a field of any type',
      make.strictObject(() => ({ a: make.unknown() })),
      { a: null },
      {},
      ['a', 'Required (value).', 'unknown'],
    ],
    [
      'null',
      make.nullable(make.string()),
      null,
      undefined,
      ['', 'Expected a string, not undefined.', 'string'],
    ],
    [
      'required fields that may be null',
      make.strictObject(() => ({
        a: make.nullable(make.string()),
        b: make.nullable(make.enum(['one', 'two', 'three'])),
        c: make.null(),
      })),
      { a: null, b: null, c: null },
      {},
      ['a', 'Required (string or null).', 'string'],
      ['b', 'Required (one of: one, two, three, or null).', 'string'],
      ['c', 'Required (null).', 'null'],
    ],
    [
      'required fields with a format, and with values that are not all known',
      make.strictObject(() => ({
        a: make.string().check(make.regex(/^\d+$/, 'digits')),
        b: make.openEnum(make.enum(['one']), make.string()),
      })),
      { a: '1', b: 'two' },
      {},
      ['a', 'Required (digits).', 'string'],
      ['b', 'Required (string).', 'string'],
    ],
    [
      'a map',
      make.record(make.string(), make.int()),
      { a: 1 },
      { a: null },
      ['*', 'Expected an integer, not null.', 'int'],
    ],
    [
      'a field that every object inherits',
      make.strictObject(() => ({ toString: make.string() })),
      { toString: 'a' },
      {},
      ['toString', 'Required (string).', 'string'],
    ],
    ['a text', make.string(), 'a', true, ['', 'Expected a string, not a boolean.', 'string']],
    ['a number', make.number(), 1.5, Number.NaN, ['', 'Expected a number, not a number.', 'number']],
    [
      'a tuple',
      make.tuple([make.string(), make.int()]),
      ['a', 1],
      ['a', 'b'],
      ['1', 'Expected an integer, not a string.', 'int'],
    ],
    [
      'a tuple of another length',
      make.tuple([make.string(), make.int()]),
      ['a', 1],
      ['a'],
      ['', 'Must have at least 2 items (array).', false],
    ],
    [
      'a tuple with a check',
      make.tuple([make.int(), make.int()]).check(make.uniqueItems()),
      [1, 2],
      [1, 1],
      ['', 'Items must be unique.', false],
    ],
    [
      'no tuple',
      make.tuple([make.string(), make.int()]),
      ['a', 1],
      {},
      ['', 'Expected an array, not an object.', 'array'],
    ],
    [
      'other fields of a type',
      make.objectWith(make.int(), () => ({ a: make.string() })),
      { a: 'b', c: 1 },
      { a: 'b', c: 'd' },
      ['*', 'Expected an integer, not a string.', 'int'],
    ],
    [
      'exactly one form',
      make.xor([make.string(), make.unknown()]),
      1,
      'a',
      ['', 'Expected exactly one of several forms, but more than one matches.', false],
    ],
  ])('%s', ([, schema, right, wrong, ...issues]) => {
    expect(issuesOf(schema, right)).toEqual([]);
    expect(issuesOf(schema, wrong)).toEqual(issues);
  });

  test('a field of ours that may be absent may be absent in an object of zod', () => {
    const form = zod.object({ a: make.optional(make.string()) });
    expect(zod.core.safeParse(form, {})).toMatchObject({ success: true });
    expect(zod.toJSONSchema(form, { io: 'input' })).not.toHaveProperty('required');
  });
});
