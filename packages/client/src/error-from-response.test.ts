import { expect, test } from 'vitest';
import { redactedFields } from './error-from-response.ts';

const same = (text: string) => text;

/** Field errors at a depth. */
function nested(depth: number): object {
  let fields: object = { deep: ['no'] };
  for (let level = 1; level < depth; level += 1) fields = { inside: fields };
  return fields;
}

test.for<[unknown, unknown]>([
  [
    { a: ['one', 'two'], b: 'three' },
    { a: ['one', 'two'], b: ['three'] },
  ],
  ['bare', { non_field_errors: ['bare'] }],
  [['bare', 7, null], { non_field_errors: ['bare'] }],
  [
    { a: 7, b: [['x']], c: null },
    { a: {}, b: [], c: {} },
  ],
  [undefined, {}],
  [7, {}],
])('field errors %j are read as %j', ([sent, read]) => {
  expect(redactedFields(sent, same)).toEqual(read);
});

test('names and messages are redacted', () => {
  expect(redactedFields({ riley: { list: ['riley'] } }, (text) => text.toUpperCase())).toEqual({
    RILEY: { LIST: ['RILEY'] },
  });
});

test('twenty levels are read, and no more', () => {
  expect(redactedFields(nested(20), same)).toEqual(nested(20));
  expect(JSON.stringify(redactedFields(nested(21), same))).not.toContain('deep');
});

test('200 names and messages are read, of which each hundred characters count for one more', () => {
  const kept = (length: number) =>
    (redactedFields({ f: Array(300).fill('x'.repeat(length)) }, same)['f'] as string[]).length;
  // One is the name's.
  expect([1, 99, 100, 199, 200, 1_000, 9_999].map(kept)).toEqual([199, 199, 100, 100, 67, 19, 19]);
  const names = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`n${index}`, 7]));
  expect(Object.keys(redactedFields(names, same))).toHaveLength(200);
});
