import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSandbox } from '@truework-legacy/sandbox';
import autocannon from 'autocannon';
import { createEmulator, defineEmulator } from 'emulate';
import { getResponse, HttpResponse, http } from 'msw';
import { median, race } from './race.ts';
import { type Server, startServer } from './servers/start-server.ts';
import type { Row, Table } from './table.ts';

const require = createRequire(import.meta.url);

const command = join(import.meta.dirname, '../../sandbox/dist/cli.cjs');
const bareServer = join(import.meta.dirname, 'servers/bare.ts');

const headers = {
  Authorization: 'Bearer tw_sk_test_bench',
  'Content-Type': 'application/json',
  Accept: 'application/json; version=2019-10-15',
};

const verificationInput = JSON.stringify({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    date_of_birth: '1990-01-31',
  },
});

const collection = '/verification-requests/';

/** The request that is sent over and over. */
interface Request {
  path: string;
  method: 'GET' | 'POST';
  body?: string;
}

/** Rounds of load, those before them that are for the compiler, and how long each server is loaded in a round, in seconds. */
const rounds = 15;
const warmUpRounds = 3;
const seconds = 1;

/** Creates a verification. @returns It as the response showed it, and as it is when completed. */
async function completedVerification(server: Server): Promise<{ id: string; created: string; read: string }> {
  const response = await fetch(server.url + collection, { method: 'POST', headers, body: verificationInput });
  const created = await response.text();
  const { id } = JSON.parse(created) as { id: string };
  for (;;) {
    const read = await (await fetch(server.url + collection + id, { headers })).text();
    if ((JSON.parse(read) as { state: string }).state === 'completed') return { id, created, read };
  }
}

/** Loads servers in turns. @returns Requests per second of each: the median of its rounds, and of each round's ratio to the first. */
async function loadInTurns(
  servers: readonly Server[],
  { path, method, body }: Request,
): Promise<{ name: string; perSecond: number; ratio: number }[]> {
  const measured: number[][] = [];
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const perSecond: number[] = [];
    for (const server of servers) {
      const { requests, duration, non2xx, errors } = await autocannon({
        url: server.url + path,
        method,
        headers,
        connections: 16,
        duration: seconds,
        ...(body === undefined ? {} : { body }),
      });
      if (non2xx + errors > 0) {
        throw new Error(`${server.name} rejected ${non2xx + errors} of the requests ${method} ${path}.`);
      }
      perSecond.push(requests.total / duration);
    }
    if (round >= warmUpRounds) measured.push(perSecond);
  }
  return servers.map(({ name }, index) => ({
    name,
    perSecond: median(measured.map((round) => round[index] ?? Number.NaN)),
    ratio: median(measured.map((round) => (round[index] ?? Number.NaN) / (round[0] ?? Number.NaN))),
  }));
}

const sandboxArguments = [command, '--port', '0', '--rate-limit', 'off'];

async function underLoad(): Promise<Table[]> {
  const prismCommand = require.resolve('@stoplight/prism-cli/dist/index.js');
  const spec = require.resolve('@truework-legacy/spec/openapi.yaml');
  const sandbox = await startServer('this sandbox', [...sandboxArguments, '--no-signing']);
  const signing = await startServer('this sandbox', sandboxArguments);
  const prism = await startServer('Prism 5.16.0, mock', [
    prismCommand,
    'mock',
    '-p',
    '0',
    '-h',
    '127.0.0.1',
    spec,
  ]);
  const kept = await completedVerification(sandbox);
  const keptSigned = await completedVerification(signing);
  const bareGet = await startServer('bare node:http', [bareServer, '200', kept.read]);
  const barePost = await startServer('bare node:http', [bareServer, '201', kept.created]);
  const bareSigning = await startServer('bare node:http, signing each', [
    bareServer,
    '200',
    keptSigned.read,
    'sign',
  ]);
  const running = [sandbox, signing, prism, bareGet, barePost, bareSigning];
  try {
    const get = { path: collection + kept.id, method: 'GET' } as const;
    const post = { path: collection, method: 'POST', body: verificationInput } as const;
    const getSigned = { path: collection + keptSigned.id, method: 'GET' } as const;
    return [
      table('GET one on a port, signing off', await loadInTurns([bareGet, sandbox, prism], get), 0.65, 8),
      table(
        'POST create on a port, signing off',
        await loadInTurns([barePost, sandbox, prism], post),
        0.4,
        5,
      ),
      table('GET one on a port, signing on', await loadInTurns([bareSigning, signing], getSigned), 0.85),
    ];
  } finally {
    for (const server of running) await server.stop();
  }
}

/** The first is the bare server, the second this sandbox, the third Prism. */
function table(
  title: string,
  loaded: readonly { name: string; perSecond: number; ratio: number }[],
  leastOfBare: number,
  leastOfPrism?: number,
): Table {
  const rows = loaded.map(
    ({ name, perSecond, ratio }, index): Row => ({
      subject: name,
      figure: perSecond,
      ratio,
      ...(index === 1 ? { budget: { of: 'ratio', atLeast: leastOfBare } } : {}),
    }),
  );
  const [, ours, prism] = loaded;
  if (ours !== undefined && prism !== undefined && leastOfPrism !== undefined) {
    rows.push({
      subject: 'this sandbox, times Prism',
      ratio: ours.perSecond / prism.perSecond,
      budget: { of: 'ratio', atLeast: leastOfPrism },
    });
  }
  return {
    title: `${title}: 16 connections, median of ${rounds} turns of ${seconds} s`,
    unit: 'requests/s',
    ratioTo: '× bare',
    rows,
  };
}

/** One verification, read in process: from this sandbox as it is, from handlers of MSW, and from an emulator of emulate without its inspector. */
async function inProcess(): Promise<Table> {
  const sandbox = createSandbox({ rateLimit: false, signing: false });
  const read = async (path: string, init: RequestInit = {}) =>
    await (await sandbox.fetch(`http://sandbox${path}`, { headers, ...init })).text();
  const { id } = JSON.parse(await read(collection, { method: 'POST', body: verificationInput })) as {
    id: string;
  };
  await sandbox.clock.advance('1 second');
  const verification: unknown = JSON.parse(await read(collection + id));
  const emulator = await createEmulator({
    listen: false,
    inspector: false,
    service: defineEmulator({
      name: 'truework',
      state: () => ({ verifications: { [id]: verification } as Record<string, unknown> }),
      setup({ app, state }) {
        app.get('/verification-requests/:id', (context) => {
          if (context.req.header('authorization') !== headers.Authorization) return context.json({}, 401);
          const found = state.verifications[context.req.param('id')];
          return found === undefined ? context.json({}, 404) : context.json(found);
        });
      },
    }),
  });
  const handlers = [
    http.get<{ id: string }>('http://sandbox/verification-requests/:id', ({ request, params }) => {
      if (request.headers.get('authorization') !== headers.Authorization)
        return HttpResponse.json({}, { status: 401 });
      return params.id === id
        ? HttpResponse.json(verification as object)
        : HttpResponse.json({}, { status: 404 });
    }),
  ];
  const url = `http://sandbox${collection}${id}`;
  try {
    const timings = await race([
      {
        name: 'emulate 0.12.2, inspector off',
        run: async () => await (await emulator.request(collection + id, { headers })).text(),
      },
      {
        name: 'MSW 3.0.5',
        run: async () => await (await getResponse(handlers, new Request(url, { headers })))?.text(),
      },
      { name: 'this sandbox', run: () => read(collection + id) },
    ]);
    return {
      title: 'GET one in process, body read',
      unit: 'requests/s',
      ratioTo: '× emulate',
      rows: timings.map(({ name, microseconds, ratio }) => ({
        subject: name,
        figure: 1e6 / microseconds,
        ratio: 1 / ratio,
        ...(name === 'this sandbox' && { budget: { of: 'ratio', atLeast: 2 } as const }),
      })),
    };
  } finally {
    await emulator.close();
    await sandbox.close();
  }
}

/** What Node.js itself takes until it listens, which differs much from machine to machine. */
const leastServer = `const server = require('node:http').createServer();
server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`;

async function starts(): Promise<Table> {
  const alone: number[] = [];
  const fromCommand: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    for (const [name, args, readyMs] of [
      ['node:http alone', ['--eval', leastServer], alone],
      ['this sandbox', [command, '--port', '0'], fromCommand],
    ] as const) {
      const server = await startServer(name, args);
      readyMs.push(server.readyMs);
      await server.stop();
    }
  }
  const created: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const begun = performance.now();
    const sandbox = createSandbox();
    created.push(performance.now() - begun);
    await sandbox.close();
  }
  return {
    title: 'from the start until it can be called, median of 15',
    unit: 'ms',
    rows: [
      { subject: 'node:http alone, listening', figure: median(alone) },
      {
        subject: 'truework-sandbox, listening',
        figure: median(fromCommand),
        budget: { of: 'figure', atMost: 80 },
      },
      { subject: 'createSandbox()', figure: median(created), budget: { of: 'figure', atMost: 10 } },
    ],
  };
}

/** A sandbox on a file with so many verifications, all alike. */
async function filled(folder: string, count: number) {
  const data = join(folder, `${count}.db`);
  const options = { data, rateLimit: false, signing: false } as const;
  const first = createSandbox(options);
  await first.fetch(`http://sandbox${collection}`, { method: 'POST', headers, body: verificationInput });
  await first.clock.advance('1 second');
  await first.close();
  const database = new DatabaseSync(data);
  const columns = database
    .prepare('SELECT * FROM verification')
    .columns()
    .map(({ name }) => (name === 'sequence' ? 'number' : name));
  database.exec(
    `WITH RECURSIVE numbers (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count})
     INSERT INTO verification SELECT ${columns} FROM verification, numbers WHERE sequence = 1`,
  );
  database.close();
  const sandbox = createSandbox(options);
  const read = async (path: string) => {
    const response = await sandbox.fetch(`http://sandbox${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.text();
  };
  const middle = count / 2;
  const { results } = JSON.parse(await read(`${collection}?limit=1&offset=${middle}`)) as {
    results: { id: string }[];
  };
  return { sandbox, read, middle, id: results[0]?.id ?? '' };
}

async function withManyVerifications(): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-legacy-bench-'));
  const few = await filled(folder, 100);
  const many = await filled(folder, 1_000_000);
  try {
    const rows: Row[] = [];
    for (const [what, path] of [
      ['GET one', ({ id }: typeof few) => collection + id],
      ['the first page', () => collection],
      ['a page from the middle', ({ middle }: typeof few) => `${collection}?offset=${middle}`],
      ['a page of one state', () => `${collection}?state=completed`],
    ] as const) {
      const timings = await race(
        [
          { name: 'among 100', run: () => few.read(path(few)) },
          { name: 'among 1,000,000', run: () => many.read(path(many)) },
        ],
        { calls: 1000 },
      );
      for (const [index, { name, microseconds, ratio }] of timings.entries()) {
        const row = { subject: `${what}, ${name}`, figure: microseconds, ratio };
        rows.push(index === 0 ? row : { ...row, budget: { of: 'ratio', atMost: 1.5 } });
      }
    }
    return {
      title: 'one tenant with many verifications, in a file',
      unit: 'µs',
      ratioTo: '× among 100',
      rows,
    };
  } finally {
    await few.sandbox.close();
    await many.sandbox.close();
    await rm(folder, { recursive: true });
  }
}

/** The sandbox beside Prism's mock, emulate, and servers that only respond. Validation and state are on. */
export async function measure(): Promise<Table[]> {
  return [...(await underLoad()), await inProcess(), await starts(), await withManyVerifications()];
}
