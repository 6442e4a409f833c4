import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { compileConsumer, type ModuleType, moduleTypes } from '../../src/compile-consumer.ts';
import { findEngines } from '../../src/engines.ts';
import { type InstalledSandbox, startSandbox } from '../../src/installed-sandbox.ts';
import { findNodes } from '../../src/node-versions.ts';
import { expectAllTrue } from '../../src/outcome.ts';
import { run } from '../../src/run.ts';

const installed = inject('installed');
const nodes = await findNodes();
const engines = await findEngines();

let sandbox: InstalledSandbox;
let folders: Record<ModuleType, string>;

beforeAll(async () => {
  [sandbox, folders] = await Promise.all([startSandbox(installed, installed), compileConsumer(installed)]);
});

afterAll(() => sandbox?.close());

describe.for(moduleTypes)('a project of type %s', (type) => {
  test.for(nodes)('runs on Node.js $name', async ({ program }) => {
    expectAllTrue(await run(program, ['src/main.js', sandbox.url], folders[type]));
  });

  test.for([
    ...nodes.filter(({ name }) => name !== '20').map(({ name, program }) => [`Node.js ${name}`, program]),
    ['Deno', engines.deno, 'run', '--allow-all'],
    ['Bun', engines.bun],
  ])('has the sandbox in its process on %s', async ([, program = '', ...options]) => {
    expectAllTrue(await run(program, [...options, 'src/in-process.js'], folders[type]));
  });

  test('runs on Deno with access to the network only', async () => {
    const network = `--allow-net=${new URL(sandbox.url).host},127.0.0.1:9`;
    // Not the packages: Deno's `require` itself reads files.
    const rights = type === 'commonjs' ? [network, `--allow-read=${installed}`] : [network];
    const args = ['run', '--no-prompt', ...rights, 'src/main.js', sandbox.url];
    expectAllTrue(await run(engines.deno, args, folders[type]));
  });

  test('runs on Bun', async () => {
    expectAllTrue(await run(engines.bun, ['src/main.js', sandbox.url], folders[type]));
  });
});

test.for([
  ['what is installed runs on workerd, bundled for a worker without the interfaces of Node.js', 'worker'],
  [
    'on workerd, what a request waits for comes, though others that share its client ended early',
    'shared-client-worker',
  ],
])('%s', async ([, name = '']) => {
  const folder = join(installed, name);
  await cp(join(import.meta.dirname, '../../fixtures/consumer'), folder, { recursive: true });
  await build({
    entryPoints: [join(folder, `${name}.ts`)],
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
    bindings = [(name = "SANDBOX", text = "${sandbox.url}"), (name = "SELF", service = "worker")],
    globalOutbound = "network",
  )),
]);
`,
  );
  expectAllTrue(await run(engines.workerd, ['test', 'worker.capnp'], folder));
});
