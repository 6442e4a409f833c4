import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import type * as core from 'zod/v4/core';
import * as classic from './classic.ts';
import { drift } from './drift.ts';
import type { Issue } from './issue.ts';
import * as mini from './mini.ts';
import { validatorOf } from './validator.ts';

// What the schemas of the API do not use today, and the generation may write tomorrow.

type Part = core.$ZodType;

function issuesOf(schema: Part, value: unknown): readonly Issue[] {
  return (zod.core.safeParse(schema, value).error?.issues ?? []) as unknown as Issue[];
}

describe.for([
  ['zod', classic],
  ['zod/mini', mini as unknown as typeof classic],
] as const)('%s', ([name, make]) => {
  const isCompiled = name === 'zod';
  const nested: Part = make.array(make.lazy(() => nested));

  test.for<[string, Part, right: unknown, wrong: unknown, ...issues: unknown[]]>([
    [
      'a field of any type',
      make.strictObject(() => ({ a: make.unknown() })),
      { a: null },
      {},
      ['a', 'Required (value).', 'unknown'],
    ],
    [
      'a date or null',
      make.nullable(make.string().check(make.date)),
      '2019-11-05',
      undefined,
      ['', 'Expected a calendar date, YYYY-MM-DD, not undefined.', 'string'],
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
      'required fields of other kinds',
      make.strictObject(() => ({
        a: make.string().check(make.regex(/^\d+$/, 'digits of a number')),
        b: make.openEnum(make.enum(['one']), make.string()),
        c: make.union([make.string(), make.int()]),
        d: make.literal(5),
        e: make.lazy(() => make.boolean()),
      })),
      { a: '1', b: 'two', c: 1, d: 5, e: true },
      {},
      ['a', 'Required (digits of a number).', 'string'],
      ['b', 'Required (string).', 'string'],
      ['c', 'Required (string or an integer).', 'string'],
      ['d', 'Required (5).', 'number'],
      ['e', 'Required (boolean).', 'boolean'],
    ],
    [
      'lists inside each other',
      nested,
      [[]],
      JSON.parse(`${'['.repeat(102)}${']'.repeat(102)}`),
      [Array(101).fill(0).join('.'), 'Must not be nested more than 100 levels deep.', undefined],
    ],
    [
      'a map',
      make.record(make.string(), make.int()),
      { a: 1, b: undefined },
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
    [
      'lists',
      make.array(make.array(make.string())),
      [['a'], []],
      ['a', [[]]],
      ['0', 'Expected an array, not a string.', 'array'],
      ['1.0', 'Expected a string, not an array.', 'string'],
    ],
    ['a list of values', make.literal([5, true]), true, 6, ['', 'Expected one of: 5, true.', undefined]],
    [
      'no value of a list',
      make.literal([5, 6]),
      6,
      'a',
      ['', 'Expected one of: 5, 6, not a string.', 'number'],
    ],
    [
      'no value of an open enum',
      make.openEnum(make.enum(['one']), make.string()),
      'two',
      5,
      ['', 'Expected a string, not a number.', 'string'],
    ],
    [
      'several types',
      make.union([make.string(), make.int()]),
      1,
      null,
      ['', 'Expected a string or an integer, not null.', 'string'],
    ],
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
      ['', 'Must have at least 2 items (array).', undefined],
    ],
    [
      'a tuple with more',
      make.tuple([make.string(), make.int()]),
      ['a', 1],
      ['a', 1, 2],
      ['', 'Must have at most 2 items (array).', undefined],
    ],
    [
      'a tuple with a check',
      make.tuple([make.int(), make.int()]).check(make.uniqueItems()),
      [1, 2],
      [1, 1],
      ['', 'Items must be unique.', undefined],
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
      JSON.parse('{"a":"b","__proto__":"d"}'),
      ['*', 'Expected an integer, not a string.', 'int'],
    ],
    [
      'a field after a map',
      make.openObject(() => ({ a: make.record(make.string(), make.int()), b: make.string() })),
      { a: { c: 1 }, b: '' },
      { a: { c: '' }, b: 1 },
      ['a.*', 'Expected an integer, not a string.', 'int'],
      ['b', 'Expected a string, not a number.', 'string'],
    ],
    [
      'a field beside others',
      make.objectWith(make.int(), () => ({ a: make.string() })),
      { a: 'b' },
      { a: 5, c: 1 },
      ['a', 'Expected a string, not a number.', 'string'],
    ],
    [
      'an unknown field',
      make.strictObject(() => ({ a: make.optional(make.string()) })),
      { a: undefined },
      { b: undefined },
      ['b', 'Unknown field. Did you mean "a"?', undefined],
    ],
    [
      'the form of the right type',
      make.union([make.string().check(make.minLength(3)), make.int()]),
      'abc',
      'ab',
      ['', 'Must have at least 3 characters (string).', undefined],
    ],
    [
      'exactly one form',
      make.xor([make.string(), make.unknown()]),
      1,
      'a',
      ['', 'Expected exactly one of several forms, but more than one matches.', undefined],
    ],
  ])('%s', ([, schema, right, wrong, ...issues]) => {
    expect(issuesOf(schema, right)).toEqual([]);
    const found = issuesOf(schema, wrong);
    expect(found.map(({ path, message, expected }) => [path.join('.'), message, expected])).toEqual(issues);
    expect(issuesOf(make.union([schema, make.null()]), right)).toEqual([]);
    for (const value of [right, wrong])
      expect(issuesOf(make.union([schema, make.unknown()]), value)).toEqual([]);
    const { accepts } = validatorOf(schema) ?? expect.unreachable();
    expect([right, wrong].map((value) => accepts(value, false))).toEqual([isCompiled, false]);
    const compiled = zod.compile(schema as zod.ZodType);
    expect([right, wrong].map((value) => compiled.safeParse(value).success)).toEqual([true, false]);
  });

  test('every part of an issue', () => {
    const schema = make.strictObject(() => ({
      a: make.string(),
      b: make.string(),
      c: make.enum(['one', 'two']),
      d: make.xor([make.string(), make.unknown()]),
    }));
    // As the methods of zod make schemas.
    const copy = zod.core.clone(schema, { ...schema._zod.def });
    const found = issuesOf(copy, { b: null, c: 'three', d: 'a', e: 1 }).map(({ message, ...issue }) => issue);
    expect(found).toEqual([
      { code: 'invalid_type', kind: 'missing', expected: 'string', path: ['a'] },
      { code: 'invalid_type', kind: 'null', expected: 'string', path: ['b'] },
      { code: 'invalid_value', kind: 'unknown-value', values: ['one', 'two'], path: ['c'] },
      { code: 'invalid_union', kind: 'type', path: ['d'] },
      { code: 'unrecognized_keys', kind: 'unknown-field', keys: ['e'], path: ['e'] },
    ]);
  });

  test.for<[first: object, second: object, value: object, string]>([
    [{ a: 'string' }, { b: 'string' }, { a: 5 }, 'a: Expected a string, not a number.'],
    [{ a: 'int', b: 'int' }, { c: 'int' }, {}, 'c: Required (integer).'],
    [{ a: 'string', b: 'int' }, { a: 'string', b: 'null' }, { b: 1 }, 'a: Required (string).'],
    [{ a: 'int', b: 'int' }, { c: 'int', d: 'int' }, {}, 'a: Required (integer). b: Required (integer).'],
    [
      { a: 'int', x: 'int' },
      { b: 'int', c: 'int' },
      { x: null },
      'a: Required (integer). x: Expected an integer, not null.',
    ],
    [
      { a: 'int', x: 'int' },
      { b: 'int', x: 'int' },
      { x: null },
      'a: Required: at least one of a, b. b: Required: at least one of a, b. x: Expected an integer, not null.',
    ],
  ])('of the forms %j and %j, %j is nearest to what it lacks least', ([first, second, value, messages]) => {
    const form = (fields: object) =>
      make.openObject(() =>
        Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, make[kind as 'string']()])),
      );
    const issues = issuesOf(make.union([form(first), form(second)]), value);
    expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ')).toBe(messages);
  });

  test('at most 1,000 issues, of several forms too', () => {
    const form = make.union([make.array(make.int()), make.array(make.boolean())]);
    const wrong = Array(600).fill('a');
    expect(issuesOf(make.tuple([form, form]), [wrong, wrong])).toHaveLength(1000);
  });

  test('drift of every kind of schema', () => {
    const listed = make.openEnum(make.literal([1, 2]), make.number());
    const schema = make.openObject(() => ({
      list: make.array(listed),
      pair: make.tuple([listed, listed]),
      map: make.record(make.string(), listed),
      rest: make.objectWith(listed, () => ({ a: listed })),
      form: make.union([
        make.openObject(() => ({ a: make.nullable(listed) })),
        make.openObject(() => ({ a: make.openEnum(make.literal(7), make.number()), more: make.unknown() })),
      ]),
      any: make.objectWith(make.unknown(), () => ({})),
      lazy: make.optional(make.lazy(() => listed)),
    }));
    const wholly = (listed: number) => ({
      list: [listed],
      pair: [1, listed],
      map: { a: listed },
      rest: { a: listed, b: 1 },
      form: { a: listed, ...(listed > 2 && { more: 1 }) },
      any: { a: 1 },
      lazy: listed,
    });
    const { accepts } = validatorOf(schema) ?? expect.unreachable();
    expect([accepts(wholly(2), true), accepts(wholly(3), false)]).toEqual([isCompiled, isCompiled]);
    const withoutDrift = Object.entries({ ...wholly(3), more: 1 }).filter(([name, value]) =>
      accepts({ ...wholly(2), [name]: value }, true),
    );
    expect(withoutDrift).toEqual(isCompiled ? [['any', { a: 1 }]] : []);
    expect(drift(schema, wholly(2))).toEqual([]);
    expect(issuesOf(schema, wholly(3))).toEqual([]);
    const paths = drift(schema, wholly(3)).map(({ path }) => path.join('.'));
    expect(paths.join(' ')).toBe('list.0 pair.1 map.* rest.a form.a form.more lazy');
  });

  test('z.toJSONSchema writes what zod has no check for', () => {
    const { map, list, text, count } = {
      map: make.record(make.string(), make.int()).check(make.minProperties(1)).check(make.maxProperties(2)),
      list: make.array(make.unknown()).check(make.uniqueItems()),
      text: make.string().check(make.regex(/^a$/u, 'the letter a'), make.minLength(1), make.maxLength(2)),
      count: make.number().check(make.gte(1), make.lt(3)),
    };
    expect([map, list, text, count].map((schema) => zod.toJSONSchema(schema))).toMatchObject([
      { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 1, maxProperties: 2 },
      { type: 'array', uniqueItems: true },
      { type: 'string', pattern: '^a$', minLength: 1, maxLength: 2 },
      { type: 'number', minimum: 1, exclusiveMaximum: 3 },
    ]);
  });

  test('a field of ours that may be absent may be absent in an object of zod', () => {
    const form = zod.object({ a: make.optional(make.string()) });
    expect(zod.core.safeParse(form, {})).toMatchObject({ success: true });
    expect(zod.toJSONSchema(form, { io: 'input' })).not.toHaveProperty('required');
  });
});

test('what zod reads of a schema is the same with zod/mini', () => {
  const facts = (make: typeof classic) =>
    [
      make.string(),
      make.enum(['a', 'b']),
      make.literal([1, 2]),
      make.optional(make.string()),
      make.nullable(make.string()),
      make.strictObject(() => ({ a: make.string() })),
      make.lazy(() => make.int()),
      make.tuple([make.string()]),
    ].map((schema) => ({
      def: Object.keys(schema._zod.def).sort(),
      values: schema._zod.values,
      optional: [schema._zod.optin, schema._zod.optout],
      inner: (schema._zod as { innerType?: Part }).innerType?._zod.def.type,
      shape: 'shape' in schema && Object.keys(schema.shape),
      options: 'options' in schema && schema.options,
    }));
  expect(facts(mini as unknown as typeof classic)).toEqual(facts(classic));
});
