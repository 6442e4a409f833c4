import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findEngines } from '../src/engines.ts';
import { type InstalledSandbox, startSandbox } from '../src/installed-sandbox.ts';
import { findNode20 } from '../src/node-20.ts';
import { expectAllTrue } from '../src/outcome.ts';
import { run } from '../src/run.ts';

const installed = inject('installed');
const node20 = await findNode20();
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
      JSON.stringify({ compilerOptions, files: ['src/main.ts'] }),
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

  test.for([
    ['20', node20],
    [String(process.versions.node).split('.')[0] ?? '', process.execPath],
  ] as const)('runs on Node.js %s', async ([major, node]) => {
    expect(await run(node, ['--version'], folder)).toMatch(new RegExp(`^v${major}\\.`));
    expectAllTrue(await run(node, ['nodenext/main.js', sandbox.url], folder));
  });

  test('runs on Deno, which allows it the network alone', async () => {
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
