import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { findEngines } from '../../src/engines.ts';
import { type FailingServers, startFailingServers } from '../../src/failing-servers.ts';
import { findNodes } from '../../src/node-versions.ts';
import { run } from '../../src/run.ts';

const folder = join(inject('installed'), 'failures');
const nodes = await findNodes();
const engines = await findEngines();

/** What became of a create: `network` if nothing of it was sent, so that it can be repeated. */
const expected = {
  'no server': 'network',
  'no such host': 'network',
  'a certificate that nobody trusts': 'network',
  'ended within the handshake of TLS': 'network',
  'ended before the response': 'ambiguous-outcome',
  'reset before the response': 'ambiguous-outcome',
  'ended on a reused connection': 'ambiguous-outcome',
  'reset on a reused connection': 'ambiguous-outcome',
  'ended on a reused connection after a PUT': 'ambiguous-outcome',
  'ended within the response': 'ambiguous-outcome',
};

/** What goes wrong at the servers that a create reaches. Each must be reached once. */
const reached = Object.keys(expected).filter((name) => expected[name as keyof typeof expected] !== 'network');

let servers: FailingServers;

beforeAll(async () => {
  servers = await startFailingServers();
  await cp(join(import.meta.dirname, '../../fixtures/consumer'), folder, { recursive: true });
  for (const [name, platform] of [
    ['failures-main', 'node'],
    ['failures-worker', 'browser'],
  ] as const) {
    const [entry, outfile] = [join(folder, `${name}.ts`), join(folder, `${name}.mjs`)];
    await build({ entryPoints: [entry], outfile, platform, bundle: true, format: 'esm' });
  }
});

beforeEach(() => {
  servers.arrived.length = 0;
});

afterAll(() => servers?.close());

const programs = [
  ...nodes.map(({ name, program }) => [`Node.js ${name}`, program, []] as const),
  ['Deno', engines.deno, ['run', '--no-prompt', '--allow-net']] as const,
  ['Bun', engines.bun, []] as const,
];

test.for(programs)(
  '%s: a create arrives once, and is ambiguous only if it may have been sent',
  async ([name, program, options]) => {
    const args = [...options, 'failures-main.mjs', JSON.stringify(servers.urls)];
    // Bun reports a connection that ends while connecting as one that ends later.
    const inBun = { ...expected, 'ended within the handshake of TLS': 'ambiguous-outcome' };
    expect(JSON.parse(await run(program, args, folder))).toEqual(name === 'Bun' ? inBun : expected);
    expect(servers.arrived).toEqual(reached);
  },
);

test('workerd, which does not say what failed: a create is always ambiguous', async () => {
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "network", network = (allow = ["private", "public"])),
  (name = "worker", worker = (
    modules = [(name = "worker", esModule = embed "failures-worker.mjs")],
    compatibilityDate = "2026-11-01",
    bindings = [(name = "SERVERS", text = ${JSON.stringify(JSON.stringify(servers.urls))})],
    globalOutbound = "network",
  )),
]);
`;
  await writeFile(join(folder, 'failures.capnp'), config);
  const printed = await run(engines.workerd, ['test', 'failures.capnp'], folder);
  const ambiguous = Object.keys(expected).map((name) => [name, 'ambiguous-outcome']);
  expect(JSON.parse(printed)).toEqual(Object.fromEntries(ambiguous));
  expect(servers.arrived).toEqual(reached);
});
