import { expect, test } from 'vitest';
import { isDeeperThan } from './json-depth.ts';

test.for<[limit: number, json: string, isDeeper: boolean]>([
  [0, '1', false],
  [0, '[]', true],
  [1, '[]', false],
  [1, '{}', false],
  [1, '[[]]', true],
  [1, '{"a":{}}', true],
  [2, '{"a":[1]}', false],
  [2, '[{"a":[1]}]', true],
  // What was closed counts no longer.
  [1, '[][][]', false],
  [2, '[[],[],{},{}]', false],
  [1, '{}{}[[', true],
  // Nor does what is in a text, whose quotes may be escaped.
  [1, '["[[{{"]', false],
  [1, String.raw`["\"[[{{"]`, false],
  [1, String.raw`["\\",[1]]`, true],
  [1, String.raw`["\\"]`, false],
  [1, '["é[[{{"]', false],
  [1, '', false],
  [0, 'z', false],
  [1, ']]}}[[[[[', false],
])('deeper than %d: %s: %s', ([limit, json, isDeeper]) => {
  expect(isDeeperThan(limit, new TextEncoder().encode(json))).toBe(isDeeper);
});
