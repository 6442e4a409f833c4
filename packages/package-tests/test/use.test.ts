import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findEngines } from '../src/engines.ts';
import { type InstalledSandbox, startSandbox } from '../src/installed-sandbox.ts';
import { findNodes } from '../src/node-versions.ts';
import { expectAllTrue } from '../src/outcome.ts';
import { published } from '../src/published.ts';
import { readManifest } from '../src/read-manifest.ts';
import { run } from '../src/run.ts';

const installed = inject('installed');
const nodes = await findNodes();
const engines = await findEngines();
const tsc = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

const strict = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** How users' projects resolve packages, and where their types of `fetch` come from. */
const settings = {
  node16: { module: 'node16', moduleResolution: 'node16', lib: ['ES2022'], types: ['node'] },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2022'], types: ['node'] },
  bundler: {
    module: 'preserve',
    moduleResolution: 'bundler',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: ['node'],
  },
};

let sandbox: InstalledSandbox;

beforeAll(async () => {
  sandbox = await startSandbox(installed, installed);
});

afterAll(() => sandbox?.close());

describe.for(['module', 'commonjs'])('a project of type %s', (type) => {
  const folder = join(installed, type);

  async function compile(name: keyof typeof settings): Promise<void> {
    const compilerOptions = { ...strict, ...settings[name], rootDir: 'src', outDir: name };
    await writeFile(
      join(folder, `${name}.json`),
      JSON.stringify({ compilerOptions, files: ['src/main.ts', 'src/in-process.ts'] }),
    );
    await run(process.execPath, [tsc, '-p', `${name}.json`], folder);
  }

  beforeAll(async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
    await cp(join(import.meta.dirname, '../consumer'), join(folder, 'src'), { recursive: true });
    await compile('nodenext');
  });

  test.for(['node16', 'bundler'] as const)('compiles with moduleResolution %s', async (name) => {
    await compile(name);
  });

  test.for(nodes)('runs on Node.js $name', async ({ program }) => {
    expectAllTrue(await run(program, ['nodenext/main.js', sandbox.url], folder));
  });

  test.for([
    ...nodes.filter(({ name }) => name !== '20').map(({ name, program }) => [`Node.js ${name}`, program]),
    ['Deno', engines.deno, 'run', '--allow-all'],
    ['Bun', engines.bun],
  ])('has the sandbox in its process on %s', async ([, program = '', ...options]) => {
    expectAllTrue(await run(program, [...options, 'nodenext/in-process.js'], folder));
  });

  test('runs on Deno with access to the network only', async () => {
    const network = `--allow-net=${new URL(sandbox.url).host},127.0.0.1:9`;
    // Not the packages: Deno's `require` itself reads files.
    const rights = type === 'commonjs' ? [network, `--allow-read=${installed}`] : [network];
    const args = ['run', '--no-prompt', ...rights, 'nodenext/main.js', sandbox.url];
    expectAllTrue(await run(engines.deno, args, folder));
  });

  test('runs on Bun', async () => {
    expectAllTrue(await run(engines.bun, ['nodenext/main.js', sandbox.url], folder));
  });
});

test('both module formats work with each other in one process', async () => {
  const folder = join(installed, 'both-formats');
  await cp(join(import.meta.dirname, '../consumer'), join(folder, 'src'), { recursive: true });
  const compilerOptions = { ...strict, ...settings.nodenext, rootDir: 'src', outDir: '.' };
  const files = ['src/both-formats.mts'];
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  await run(process.execPath, [tsc], folder);
  expectAllTrue(await run(process.execPath, ['both-formats.mjs'], folder));
});

test('the programs use every entry point that can be imported and required', async () => {
  const { values } = await import('../consumer/entries.ts');
  const entries = await Promise.all(
    published.map(async ({ name, folder }) => {
      const { exports = {} } = await readManifest(folder);
      const both = Object.entries(exports).filter(([, formats]) => Object.hasOwn(Object(formats), 'require'));
      return both.map(([entry]) => entry.replace('.', name));
    }),
  );
  expect(Object.keys(values).sort()).toEqual(entries.flat().sort());
});

test('what is installed runs on workerd, bundled for a worker without the interfaces of Node.js', async () => {
  const folder = join(installed, 'worker');
  await cp(join(import.meta.dirname, '../consumer'), folder, { recursive: true });
  await build({
    entryPoints: [join(folder, 'worker.ts')],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
  });
  await writeFile(
    join(folder, 'worker.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "network", network = (allow = ["private"])),
  (name = "worker", worker = (
    modules = [(name = "worker", esModule = embed "worker.js")],
    compatibilityDate = "2026-11-01",
    bindings = [(name = "SANDBOX", text = "${sandbox.url}")],
    globalOutbound = "network",
  )),
]);
`,
  );
  expectAllTrue(await run(engines.workerd, ['test', 'worker.capnp'], folder));
});
