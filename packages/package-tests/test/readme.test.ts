import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/published.ts';

test('the README of the sandbox has the test that hosts/jest.test.ts runs', async () => {
  const readme = await readFile(join(root, 'packages/sandbox/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js jest\n([\s\S]*?)```/g)].map(([, code]) => code);
  const program = join(import.meta.dirname, '../fixtures/jest/sandbox.test.js');
  expect(blocks).toEqual([await readFile(program, 'utf8')]);
});
