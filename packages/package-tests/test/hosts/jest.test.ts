import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { nodeNamed } from '../../src/node-versions.ts';
import { run } from '../../src/run.ts';

const folder = join(inject('installed'), 'jest');
const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '../bin/jest.js');

beforeAll(() => cp(join(import.meta.dirname, '../../fixtures/jest'), folder, { recursive: true }));

test('client, validators and sandbox work in Jest, which is CommonJS', async () => {
  const args = [jest, '--rootDir', folder, '--json', '--silent'];
  const { numPassedTests, numTotalTests } = JSON.parse(await run(await nodeNamed('22.13'), args, folder));
  expect({ numPassedTests, numTotalTests }).toEqual({ numPassedTests: 10, numTotalTests: 10 });
});
