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
