import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { isInput } from './test-inputs.ts';

describe('what a cached result of docs depends on', () => {
  const docs = {
    folder: 'packages/docs',
    dependencies: ['packages/client'],
    inputs: ['vitest.config.ts', 'packages/*/LICENSE'],
  };
  test.for([
    ['packages/docs/README.md', 'its own files', true],
    ['packages/client/src/index.ts', 'what it depends on', true],
    ['packages/client/README.md', 'but no README of it', false],
    ['packages/client/src/a.test.ts', 'and no test of it', false],
    ['packages/bench/src/size.ts', 'no other package', false],
    ['README.md', 'nothing of the root', false],
    ['vitest.config.ts', 'but the inputs of its task', true],
    ['packages/zod/LICENSE', 'which may be globs', true],
    ['node_modules/yaml/package.json', 'what is installed', true],
    ['packages/bench/dist/index.js', 'what is built', true],
    ['../elsewhere/a.txt', 'what is not of this repository', true],
  ] as const)('%s: %s', ([path, , expected]) => expect(isInput(path, docs)).toBe(expected));
});

const sentence =
  'A test of tools reads README.md, which is not an input of its task in turbo.json: the test would pass from the cache whatever becomes of the file. Name the test *.repository.test.ts, or add the file to the inputs.';

test('a test that reads a file that is not an input fails, and says what to do', async () => {
  const readme = join(root, 'README.md');
  expect(() => readFileSync(readme)).toThrow(sentence);
  expect(() => readFileSync(new URL('../../../README.md', import.meta.url))).toThrow(sentence);
  await expect((async () => readFile(readme))()).rejects.toThrow(sentence);
  await expect((async () => readdir(join(root, 'packages')))()).rejects.toThrow('reads packages, which');
  expect(readFileSync(join(root, 'tools/package.json'), 'utf8')).toContain('@truework-legacy/tools');
});

test('the guards of every folder are run, and tests are far from UTC', () => {
  const config = readFileSync(join(root, 'vitest.config.ts'), 'utf8');
  const [, include] = /project\('repository', \['(.*?)'\]/.exec(config) ?? [];
  expect(include).toBe('{spec,tools,packages}/**/*.repository.test.ts');
  expect(new Date(2019, 0).getTimezoneOffset(), 'minutes behind UTC').toBe(570);
});
