import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bundle } from './bundle.ts';
import { generatePeers } from './peers/generate.ts';
import type { Access, SevenOperations } from './peers/peer.ts';
import { type PeerFile, peers, rawFetch, rawFetchWithTimeout } from './peers/peers.ts';
import { type Contestant, race } from './race.ts';
import { specExample } from './spec-example.ts';
import type { Budget, Table } from './table.ts';

interface Client {
  readonly subject: string;
  readonly operations: SevenOperations;
  readonly budget?: Budget;
}

const response = JSON.stringify(specExample('VerificationCompleted'));
const verificationInput = specExample('VerificationInputWithoutCompany');

// As every server sends them.
const headers = {
  'Content-Type': 'application/json',
  'Content-Length': String(new TextEncoder().encode(response).length),
};

const access: Access = {
  baseUrl: 'https://api.truework-sandbox.com',
  token: 'tw_sk_test_example',
  fetch: async () => new Response(response, { headers }),
};

/** What a call costs beside raw `fetch`, if the network costs nothing. */
export async function measure(): Promise<Table[]> {
  await generatePeers();
  const ours = await load<typeof import('./this-client.ts')>('./src/this-client.ts');
  const clients: Client[] = [
    await loadPeer(rawFetch),
    await loadPeer(rawFetchWithTimeout),
    { subject: 'this client', operations: ours.connect(access), budget: { of: 'ratio', atMost: 1.25 } },
    {
      subject: 'this client, validated',
      operations: ours.connectValidated(access),
      budget: { of: 'ratio', atMost: 1.6 },
    },
    ...(await Promise.all(peers.filter(({ connects }) => connects).map(loadPeer))),
  ];
  return [
    await measureOne('reading a verification', clients, ({ getVerification }) => getVerification('AAAAAAAA')),
    await measureOne('creating a verification', clients, ({ createVerification }) =>
      createVerification(verificationInput),
    ),
  ];
}

async function measureOne(
  what: string,
  clients: readonly Client[],
  call: (operations: SevenOperations) => unknown,
): Promise<Table> {
  const contestants = clients.map(
    ({ subject, operations }): Contestant => ({ name: subject, run: () => call(operations) }),
  );
  const timings = await race(contestants);
  for (const { name, returned } of timings) {
    if (!isDeepStrictEqual(returned, JSON.parse(response)))
      throw new Error(`${name} did not return the response.`);
  }
  return {
    title: `${what} on a stubbed fetch, ${response.length} bytes, 7 rounds of 4000 calls`,
    unit: 'µs',
    ratioTo: '× raw fetch',
    rows: timings.map(({ name, microseconds, ratio }, index) => ({
      subject: name,
      figure: microseconds,
      ratio,
      ...(clients[index]?.budget && { budget: clients[index].budget }),
    })),
  };
}

async function loadPeer({ file, subject }: Pick<PeerFile, 'file' | 'subject'>): Promise<Client> {
  const { connect } = await load<{ connect(access: Access): SevenOperations }>(`./src/peers/${file}.ts`);
  return { subject, operations: connect(access) };
}

/** Imports a module as one bundled file: each client is then what a build would make of it, however many files it has. */
async function load<Module>(file: string): Promise<Module> {
  const folder = join(import.meta.dirname, '../.generated/bundles');
  const path = join(folder, file.replace('./src/', '').replace(/\W+/g, '-').replace(/-ts$/, '.mjs'));
  await mkdir(folder, { recursive: true });
  await writeFile(path, await bundle(`export * from '${file}'`, { minify: false }));
  return import(pathToFileURL(path).href);
}
