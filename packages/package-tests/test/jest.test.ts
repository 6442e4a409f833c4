import { cp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { findNodes } from '../src/node-versions.ts';
import { root } from '../src/published.ts';
import { run } from '../src/run.ts';

const folder = join(inject('installed'), 'jest');
const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '../bin/jest.js');
const [, node = expect.unreachable()] = await findNodes();

beforeAll(() => cp(join(import.meta.dirname, '../hosts/jest'), folder, { recursive: true }));

test('client, validators and sandbox work in Jest, which is CommonJS', async () => {
  const args = [jest, '--rootDir', folder, '--json', '--silent'];
  const { numPassedTests, numTotalTests } = JSON.parse(await run(node.program, args, folder));
  expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 10, numTotalTests: 10 });
});

test('the README of the sandbox has the test of hosts/jest/sandbox.test.js', async () => {
  const readme = await readFile(join(root, 'packages/sandbox/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js jest\n([\s\S]*?)```/g)].map(([, code]) => code);
  expect(blocks).toEqual([await readFile(join(folder, 'sandbox.test.js'), 'utf8')]);
});
