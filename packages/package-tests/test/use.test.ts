import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compileConsumer, type ModuleType, moduleTypes } from '../src/compile-consumer.ts';
import { type InstalledSandbox, startSandbox } from '../src/installed-sandbox.ts';
import { nodeNamed } from '../src/node-versions.ts';
import { expectAllTrue } from '../src/outcome.ts';
import { published } from '../src/published.ts';
import { readManifest } from '../src/read-manifest.ts';
import { run } from '../src/run.ts';

const installed = inject('installed');

let sandbox: InstalledSandbox;
let folders: Record<ModuleType, string>;

beforeAll(async () => {
  const starting = startSandbox(installed, installed);
  // What was started is closed even if nothing compiles.
  folders = await compileConsumer(installed).finally(async () => {
    sandbox = await starting;
  });
});

afterAll(() => sandbox?.close());

// On other hosts than the oldest Node.js: hosts/use.test.ts.
describe.for(moduleTypes)('a project of type %s', (type) => {
  test('runs on the oldest Node.js of client and validators', async () => {
    const node = await nodeNamed('20');
    expectAllTrue(await run(node, ['src/main.js', sandbox.url], folders[type]));
  });

  test('has the sandbox in its process on the oldest Node.js of the sandbox', async () => {
    const node = await nodeNamed('22.13');
    expectAllTrue(await run(node, ['src/in-process.js'], folders[type]));
  });
});

test('both module formats work with each other in one process', async () => {
  expectAllTrue(await run(process.execPath, ['src/both-formats.mjs'], folders.module));
});

test('the programs use every entry point that can be imported and required', async () => {
  const program = await readFile(join(import.meta.dirname, '../fixtures/consumer/entries.ts'), 'utf8');
  const used = [...program.matchAll(/ from '(.+)';/g)].map(([, specifier]) => specifier);
  const entries = await Promise.all(
    published.map(async ({ name, folder }) => {
      const { exports = {} } = await readManifest(folder);
      const both = Object.entries(exports).filter(([, formats]) => Object.hasOwn(Object(formats), 'require'));
      return both.map(([entry]) => entry.replace('.', name));
    }),
  );
  expect(used.sort()).toEqual(entries.flat().sort());
});
