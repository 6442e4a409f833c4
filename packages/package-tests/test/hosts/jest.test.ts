import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { nodeNamed } from '../../src/node-versions.ts';
import { root } from '../../src/published.ts';
import { run } from '../../src/run.ts';

const folder = join(inject('installed'), 'jest');
const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '../bin/jest.js');

beforeAll(async () => {
  await cp(join(import.meta.dirname, '../../fixtures/jest'), folder, { recursive: true });
  const guide = join(root, 'packages/docs/snippets/testing/jest.test.cjs');
  await cp(guide, join(folder, 'guide.test.js'));
});

test('client, validators and sandbox work in Jest, which is CommonJS', async () => {
  const args = [jest, '--rootDir', folder, '--json', '--silent', '--testTimeout=60000'];
  const { numPassedTests, numTotalTests } = JSON.parse(await run(await nodeNamed('22.13'), args, folder));
  expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 11, numTotalTests: 11 });
});
