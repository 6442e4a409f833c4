import { expect, test } from 'vitest';
import {
  aBoolean,
  aFunction,
  aListOf,
  anInteger,
  aPath,
  aSpan,
  aString,
  checkOptions,
  checkValue,
  oneOf,
  type Rule,
} from './check-options.ts';
import { lostInJson } from './lost-in-json.ts';
import { excerpt, kindOf, quote } from './quote.ts';
import { SandboxError } from './sandbox-error.ts';

const ofCode = { ...aString, code: 'invalid_key' };

test.for<[rule: Rule, expected: string, right: unknown[], wrong: unknown[], code?: string]>([
  [aBoolean, 'true or false', [true, false], ['true', 0]],
  [aFunction, 'a function', [() => {}], ['x', {}]],
  [aString, 'a string', ['', 'x'], [1]],
  [ofCode, 'a string', ['x'], [1], 'invalid_key'],
  [aPath, 'a path: a string that is not blank, without NUL', ['x'], ['', ' ', 'a\0b', 1]],
  [anInteger(2), 'an integer of 2 or more', [2, 1e9], [1, 2.5, '2', 2 ** 53]],
  [anInteger(2, 4), 'an integer from 2 to 4', [2, 4], [1, 5]],
  [aSpan, 'milliseconds: a number of 0 or more', [0, 0.5, 1e99], [-1, '0', Number.NaN]],
  [oneOf(['a', 'b']), 'one of a, b', ['a', 'b'], ['c', '', ['a'], 1]],
  [aListOf('names', (item) => item === 'a'), 'an array of names', [[], ['a']], [['a', 'b'], Array(1), 'a']],
])('what fits a rule, and the words for what does not (%#)', ([rule, expected, right, wrong, code]) => {
  for (const value of right) expect(() => checkValue('where', 'name', value, rule)).not.toThrow();
  for (const value of wrong)
    expect(() => checkValue('where', 'name', value, rule)).toThrow(
      expect.objectContaining({
        code: code ?? 'invalid_option',
        message: `where: \`name\` must be ${expected}, not ${kindOf(value)}.`,
      }),
    );
});

test('options are an object of known names, each undefined or right', () => {
  const check = (options: unknown) => () => checkOptions('where', options, { one: aString, other: aBoolean });
  for (const right of [undefined, {}, { one: 'x', other: undefined }]) expect(check(right)).not.toThrow();
  for (const [wrong, message] of [
    [null, 'the options must be an object, not null.'],
    [new Map(), 'the options must be an object, not a Map.'],
    [{ one: 1 }, '`one` must be a string, not 1.'],
    [{ ohter: true }, 'there is no option `ohter`. Did you mean `other`?'],
    [{ toString: 1 }, 'there is no option `toString`. The options are one, other.'],
    [{ ['x'.repeat(49)]: 1 }, `there is no option \`${'x'.repeat(48)}\`. The options are one, other.`],
  ] as const) {
    expect(check(wrong)).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: `where: ${message}` }),
    );
  }
});

test('an error has a cause only if there is one', () => {
  expect(new SandboxError('code', 'text', 0)).toMatchObject({ name: 'SandboxError', cause: 0 });
  expect('cause' in new SandboxError('code', 'text')).toBe(false);
});

test('what a value is said to be, and only a text is quoted', () => {
  const kinds: [unknown, string][] = [
    [null, 'null'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [-999_999, '-999999'],
    [-1_000_000, 'such a number'],
    [1_000_000, 'such a number'],
    [false, 'false'],
    [1n, 'a bigint'],
    [() => {}, 'a function'],
    [[], 'an array'],
    [{}, 'an object'],
    [new Map(), 'a Map'],
  ];
  for (const [value, kind] of kinds) expect([kindOf(value), quote(value)]).toEqual([kind, kind]);
  expect([kindOf('x'), quote('"x')]).toEqual(['a string', '"\\"x"']);
  expect([kindOf(''), quote('')]).toEqual(['an empty string', '""']);
  const longest = `a${'x'.repeat(99)}`;
  expect([excerpt(longest), excerpt(`${longest}x`)]).toEqual([longest, `${longest}…`]);
});

test('what JSON would leave out or change is found, wherever it is', () => {
  const kept = [null, true, 1, 'x', [], {}, new Date(0), { a: [{ b: undefined }] }];
  expect(kept.map((value) => lostInJson({ value }))).toEqual(kept.map(() => undefined));
  for (const lost of [Number.NaN, () => {}, Symbol('x'), new Map(), new Set()]) {
    expect(lostInJson(lost)).toEqual([]);
    expect(lostInJson({ a: 1, b: [0, { c: lost }], d: lost })).toEqual(['b', '1', 'c']);
  }
});
