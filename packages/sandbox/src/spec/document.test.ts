import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { spec } from './document.ts';

test('tests read the spec of the repository, not the copy that the last build made', () => {
  const require = createRequire(import.meta.url);
  expect(require.resolve('#openapi.json')).toBe(require.resolve('@truework-legacy/spec/openapi.json'));
  expect(spec()).toBe(require('@truework-legacy/spec/openapi.json'));
});
