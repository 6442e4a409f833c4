import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.for([
  ['apiKey', 'token'],
  ['api_key', 'token'],
  ['baseUrl', 'environment'],
  ['baseURL', 'environment'],
])('%s, as other clients call it, is %s', ([name, meant]) => {
  expect(nearestName(name as string, ['environment', 'token', 'fetch'])).toBe(meant);
});

test.for<[string, string | undefined]>([
  ['tokey', 'token'],
  ['tok', 'tokyo'],
  ['tox', undefined],
  ['x'.repeat(100_000), undefined],
])('%s has the longest beginning in common with %s, if it has three letters', ([name, meant]) => {
  expect(nearestName(name, ['tokyo', 'token'])).toBe(meant);
});
