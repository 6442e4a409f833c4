import { verificationInput } from '@truework-legacy/spec/test-data';
import { expect, test } from 'vitest';
import { isRecord } from '../errors/index.ts';
import { isAscending, isCount, isInput, isInteger, isState, isText, parsed } from './row-checks.ts';

const values: unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  2 ** 53,
  '',
  'a',
  'completed',
  'toString',
  [],
  ['completed'],
  {},
];

test.for<[string, (value: unknown) => boolean, unknown[]]>([
  ['an object', isRecord, [{}]],
  ['a text', isText, ['a', 'completed', 'toString']],
  ['an integer', isInteger, [0, 1, -1]],
  ['a count', isCount, [1]],
  ['a state', isState, ['completed']],
])('what is %s', ([, is, right]) => {
  expect(values.filter(is)).toEqual(right);
});

test('numbers of rows go up', () => {
  const is = (value: unknown, before?: number) =>
    isAscending('id', { id: value } as never, before === undefined ? undefined : ({ id: before } as never));
  expect([is(1), is(2, 1), is(5, 1)]).toEqual([true, true, true]);
  expect([is(0), is(1, 1), is(1, 2), is('2', 1), is(1.5), is(undefined)]).toEqual(Array(6).fill(false));
});

test('JSON in a cell is read, and anything else is undefined', () => {
  expect(
    ['{"a":1}', 'null', '"x"', '{', '', 1, 0n, undefined, null].map((cell) => parsed(cell as never)),
  ).toEqual([{ a: 1 }, null, 'x', undefined, undefined, undefined, undefined, undefined, undefined]);
});

test('the body of a create is valid, with documents whose content was not kept', () => {
  const input = { ...verificationInput, documents: [{ filename: 'a.pdf' }] };
  const is = (changed: object) => isInput(JSON.stringify({ ...input, ...changed }), 'VerificationInput');
  expect(is({})).toBe(true);
  expect(is({ documents: undefined })).toBe(true);
  expect(is({ type: 'another' })).toBe(false);
  expect(is({ documents: ['a.pdf'] })).toBe(false);
  expect(is({ documents: [{}] })).toBe(false);
  expect(is({ documents: 'a.pdf' })).toBe(false);
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  expect([is({ more: nested(99) }), is({ more: nested(100) })]).toEqual([true, false]);
  expect([undefined, '{', '[]', '1'].map((cell) => isInput(cell, 'VerificationInput'))).toEqual(
    Array(4).fill(false),
  );
});
