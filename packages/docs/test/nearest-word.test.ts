import { expect, it } from 'vitest';
import { nearestWord } from '../src/search/nearest-word.ts';

it.each([
  ['verfication', 'verification'],
  ['permisible_purpose', 'permissible_purpose'],
  ['reprot', 'report'],
  ['stat', 'state'],
  ['sate', 'state'],
  ['xyzzyx', undefined],
  ['upstate', undefined],
  ['restates', undefined],
])('%s was to be %s', (typed, meant) => {
  expect(nearestWord(typed, ['verification', 'permissible_purpose', 'report', 'state'])).toBe(meant);
});
