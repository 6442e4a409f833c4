import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  jsonSchemaOf,
  type OpenApiDocument,
  operationsOf,
  withoutOwnBounds,
} from '@truework-legacy/spec/document';
import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { verificationInput as input, metadata, person, randomNumbers } from '@truework-legacy/spec/test-data';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, expect, test, vi } from 'vitest';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';

/** In every run so many, which takes seconds; `pnpm test:malformed` sends all 100,000. */
const inProcess = 5_000 * Number(process.env['RANDOM_RUNS']);
const seed = Number(process.env['SEED']);
const overPort = Math.min(inProcess / 5, 3_000);

/** What is sent: of each part, what is usual or what is not. */
interface Sent {
  method: string;
  path: string;
  headers: [string, string][];
  body: Buffer | undefined;
}

// --- Making requests -----------------------------------------------------------------------------------------------

type Random = () => number;

function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

const id = 'A'.repeat(56);
const verificationInput = {
  ...input,
  use_case: 'mortgage',
  target: {
    ...person,
    contact_email: 'riley@example.com',
    date_of_birth: '1990-02-28',
    company: { id: '1', name: 'Example Widgets LLC' },
  },
  documents: [{ filename: 'authorization.pdf', content: 'JVBERi0xLjQK' }],
  additional_information: 'None.',
  loan_id: 'LOAN-1',
  metadata,
  request_parameters: { employer_filter: 'all-employers' },
  reseller_originating_party: null,
};

/** A usual request of each operation. */
const usual: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', '/credentials/session', { ...verificationInput, documents: undefined }],
  ['POST', '/verification-requests/', verificationInput],
  ['GET', '/verification-requests/?limit=5&offset=0&state=completed'],
  ['GET', `/verification-requests/${id}?fields=id,state&income_analytics=true`],
  ['PUT', `/verification-requests/${id}/reverify`, { report_id: id }],
  ['PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other', cancellation_details: 'x' }],
  ['GET', `/verification-requests/${id}/reports/${id}`],
  ['GET', `/verification-requests/${id}/report`],
  ['GET', '/companies/?q=example&limit=2'],
];

const oddPieces = [
  ...'. .. %2e%2e %2F %00 %ff % %zz 😀 %F0%9F%98%80 __proto__ constructor * ;a=b \\ ~0 {id}'.split(' '),
  ...`' " <x> null -1 ١ // /./`.split(' '),
  ...['', ' ', 'a'.repeat(300), 'b'.repeat(9000)],
];
const oddNumbers = ['', ' 1', ...'-1 0 1.5 1e3 0x10 1e400 99999999999999999999 NaN ١ +1 true'.split(' ')];
const oddTexts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\uffff',
  '\r\nX-Injected: 1',
  'ﬀ'.repeat(300),
  '😀'.repeat(2000),
  'x'.repeat(70_000),
  '2019-02-30',
  'a@b',
  '__proto__',
  'toString',
];
const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  [],
  {},
  [[]],
  [null],
  { a: { b: { c: [] } } },
  { $ref: '#' },
  { toString: 1 },
  Array.from({ length: 2000 }, () => 'x'),
  ...oddTexts,
];
const oddJson = [
  '',
  ' ',
  'null',
  '{',
  '{"type":}',
  '{"type":"employment",}',
  '{type:"employment"}',
  '{"a":NaN}',
  '{"a":1e999}',
  '{"a":"\u0000"}',
  '{"a":"\\ud800"}',
  '{"a":"\\x"}',
  '{"__proto__":{"type":"employment"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"type":"employment","type":1}',
  '['.repeat(20_000),
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  '{}{}',
  '\u2028{}',
  'type=employment&target=1',
  '<?xml version="1.0"?><a/>',
];
const oddAccepts = [
  '',
  '*/*',
  'text/html',
  'application/json; version=2019-10-15',
  'application/json; version=2020-12-07',
  'application/json; version=',
  'application/json; version',
  'application/json; version=2019-10-15; version=2020-12-07',
  'application/pdf',
  'application/pdf; version=2019-10-15',
  'application/pdf; version=1',
  ';',
  ',',
  ';;;',
  'a'.repeat(5000),
  'APPLICATION/JSON; VERSION=2019-10-15',
  '"',
];
const oddAuthorizations = [
  '',
  'Bearer',
  'Basic dHdfc2tfdGVzdA==',
  'Bearer tw_sk_0000',
  'Bearer TWBT__0000',
  `Bearer tw_sk_test_${'a'.repeat(3000)}`,
  'Bearer __proto__',
  'Bearer tw_sk_test_0000, Bearer tw_sk_test_0001',
];
const oddContentTypes = [
  '',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  ';',
  'application/JSON;CHARSET="UTF-8"',
  'a'.repeat(3000),
];
const oddHeaders: readonly [string, string][] = [
  ['Request-Sync', 'SYNC'],
  ['Request-Sync', 'sync, async'],
  ['Request-Sync', 'sync-strict-timeout; timeout=5'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'br, gzip'],
  ['X-Sandbox-Fault', 'nonsense'],
  ['X-Sandbox-Fault', 'status; code=200'],
  ['X-Sandbox-Fault', 'latency; duration=1e9 days'],
  ['X-Sandbox-Fault', '__proto__; a=1'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['If-Match', '*'],
  ['Cookie', 'a=b; '.repeat(200)],
  ['Expect', 'nothing'],
  ['Forwarded', 'for=1;host=evil.example'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Origin', 'null'],
  ['Origin', 'https://evil.example'],
  ['Access-Control-Request-Method', 'POST'],
  ['Upgrade', 'h2c'],
];
const oddQueries = [
  '?',
  '?&&&',
  '?limit',
  '?limit=1&limit=2',
  '?state=nonsense',
  '?state=completed&state=canceled',
  '?fields=,,,',
  '?fields=__proto__,constructor',
  '?income_analytics=maybe',
  '?__proto__=1',
  '?q=%ff',
  '?q=😀',
  `?q=${'x'.repeat(8000)}`,
  `?${'a=1&'.repeat(1000)}`,
  '#fragment',
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

function malformed(random: Random): Sent {
  const [method, path, json] = oneOf(random, usual);
  const sent: Sent = {
    method,
    path,
    headers: [
      ['Authorization', 'Bearer tw_sk_test_0000'],
      ['Accept', 'application/json; version=2019-10-15'],
      ['Content-Type', 'application/json'],
    ],
    body: json === undefined ? undefined : Buffer.from(JSON.stringify(json)),
  };
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    oneOf(random, malformations)(sent, random, json);
  }
  return sent;
}

type Malformation = (sent: Sent, random: Random, json: object | undefined) => void;

function setHeader(sent: Sent, name: string, value: string): void {
  sent.headers = sent.headers.filter(([present]) => present !== name);
  sent.headers.push([name, value]);
}

const malformations: readonly Malformation[] = [
  (sent, random) => {
    sent.method = oneOf(random, methods);
  },
  (sent, random) => {
    const parts = sent.path.split('/');
    parts.splice(Math.floor(random() * (parts.length + 1)), random() < 0.5 ? 1 : 0, oneOf(random, oddPieces));
    sent.path = `/${parts.join('/').replace(/^\/(?!\/)/, '')}`;
  },
  (sent) => {
    sent.path = sent.path.includes('?') ? sent.path.replace(/\/?\?/, '//?') : `${sent.path}/`;
  },
  (sent, random) => {
    sent.path = (sent.path.split(/[?#]/)[0] ?? '/') + oneOf(random, oddQueries);
  },
  (sent, random) => {
    sent.path = sent.path.replace(/=[^&]*/, `=${encodeURIComponent(oneOf(random, oddNumbers))}`);
  },
  (sent, random) => setHeader(sent, 'Authorization', oneOf(random, oddAuthorizations)),
  (sent) => {
    sent.headers = sent.headers.filter(([name]) => name !== 'Authorization');
  },
  (sent, random) => setHeader(sent, 'Accept', oneOf(random, oddAccepts)),
  (sent, random) => setHeader(sent, 'Content-Type', oneOf(random, oddContentTypes)),
  (sent, random) => sent.headers.push([...oneOf(random, oddHeaders)]),
  (sent, random) => {
    sent.body = Buffer.from(oneOf(random, oddJson));
  },
  // Half a UTF-8 letter, other encodings, a byte order mark, and bytes that are not text.
  (sent, random) => {
    const text = sent.body?.toString() ?? '{}';
    sent.body = oneOf(random, [
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(text, 'latin1'),
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3])]),
      Buffer.from([0x00, 0xff, 0xfe, 0x80]),
      Buffer.from(text.slice(0, Math.floor(random() * text.length))),
    ]);
  },
  (sent, random) => {
    if (random() < 0.005) sent.body = Buffer.alloc(40 * 1024 * 1024, 0x20);
  },
  ...Array.from({ length: 6 }, () => changeField),
];

/** Gives a field of the body, wherever it is, another value, another name, or takes it away. */
function changeField(sent: Sent, random: Random, json: object | undefined): void {
  if (json === undefined) return;
  const body = structuredClone(json) as Record<string, unknown>;
  let location = body;
  for (;;) {
    const name = oneOf(random, Object.keys(location));
    const value = location[name];
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random() < 0.6) {
      location = value as Record<string, unknown>;
      continue;
    }
    if (random() < 0.15) delete location[name];
    else if (random() < 0.1) location[oneOf(random, oddTexts)] = value;
    else location[name] = oneOf(random, oddValues);
    break;
  }
  sent.body = Buffer.from(JSON.stringify(body));
}

// --- Validating responses, from the spec alone ---------------------------------------------------------------------

interface Received {
  status: number;
  headers: Headers;
  body: Buffer;
}

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(withoutOwnBounds(openapi), 'spec');
const validators = new Map<string, ValidateFunction>();

const operations = operationsOf(openapi as unknown as OpenApiDocument).map((operation) => ({
  ...operation,
  pattern: new RegExp(`^${operation.path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** What is wrong with a response. Returns undefined if it matches the spec. */
function fault(sent: Sent, pathname: string, { status, headers, body }: Received): string | undefined {
  const ofPath = operations.filter(({ pattern }) => pattern.test(pathname));
  if (status >= 500) return 'a fault of the server';
  if (pathname === '/' && /^(GET|HEAD)$/.test(sent.method))
    return status === 200 ? undefined : 'no page at /';
  if (sent.method === 'OPTIONS' && status === 204) return body.length > 0 ? 'a body to OPTIONS' : undefined;
  if (headers.get('content-length') !== String(body.length) && sent.method !== 'HEAD')
    return 'no true Content-Length';
  if (sent.method === 'HEAD' && body.length > 0) return 'a body to HEAD';
  if (sent.method === 'HEAD')
    return [200, 400, 401, 404, 405, 406].includes(status) ? undefined : 'a status of its own';
  const called = ofPath.find(({ method }) => method === sent.method.toUpperCase());
  if (ofPath.length === 0 && status !== 404) return 'no 404';
  if (ofPath.length > 0 && called === undefined && (status !== 405 || headers.get('allow') === null))
    return 'no 405 with Allow';
  // What the API says of a path or method that it does not have, every operation with an id documents.
  const { responses } = called ?? ofPath[0] ?? operations.find(({ id }) => id === 'getVerification') ?? {};
  const described = responses?.find((response) => response.status === String(status));
  if (described === undefined) return 'a status that the spec does not have';
  if (headers.get('content-type')?.startsWith('application/pdf')) return undefined;
  if (headers.get('content-type') !== 'application/json') return 'no JSON';
  const { pointer } = jsonSchemaOf(described) ?? expect.unreachable(`${described.pointer} has no JSON`);
  let validate = validators.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `spec${pointer}` });
    validators.set(pointer, validate);
  }
  let responded: unknown;
  try {
    responded = JSON.parse(body.toString());
  } catch {
    return 'no JSON in the body';
  }
  // A response reduced by `fields` lacks what the schema requires.
  if (status < 300 && sent.path.includes('fields')) return undefined;
  return validate(responded)
    ? undefined
    : `a body that the spec does not have: ${ajv.errorsText(validate.errors)}`;
}

// --- Sending them --------------------------------------------------------------------------------------------------

let sandbox: Sandbox;

afterEach(async () => {
  vi.restoreAllMocks();
  await sandbox.close();
});

function failed(wrong: string, index: number, sent: Sent, responded: string): never {
  const { method, path, headers, body } = sent;
  const content = body === undefined ? '' : JSON.stringify(body.toString('latin1').slice(0, 300));
  const request = `${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 600)} ${content}`;
  expect.fail(`${wrong}: ${responded.slice(0, 400)}\nto request ${index}: ${request}`);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

test(`responds to ${inProcess} malformed requests as the spec says, and keeps no memory of them (SEED=${seed})`, async () => {
  const complaints = vi.spyOn(console, 'error');
  sandbox = createSandbox({ rateLimit: false, signing: false, verificationCap: 100 });
  const random = randomNumbers(seed);
  const statuses = new Map<number, number>();
  let unsendable = 0;
  let heapBefore = 0;
  for (let index = 0; index < inProcess; index += 1) {
    if (index === inProcess / 5) heapBefore = heapMegabytes();
    const sent = malformed(random);
    // What runs when memory is freed needs a turn of its own.
    if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    let received: Response;
    let pathname: string;
    try {
      ({ pathname } = new URL(`http://sandbox${sent.path}`));
      received = await sandbox.fetch(`http://sandbox${sent.path}`, {
        method: sent.method,
        headers: sent.headers,
        body: ['GET', 'HEAD'].includes(sent.method) ? null : ((sent.body as Uint8Array<ArrayBuffer>) ?? null),
      });
    } catch (error) {
      // What a Request cannot hold never arrives.
      if (!(error instanceof TypeError) || error.message === 'fetch failed') throw error;
      unsendable += 1;
      continue;
    }
    const { status, headers, ...response } = await readResponse(received);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const wrong = fault(sent, pathname, { status, headers, ...response });
    if (wrong !== undefined) failed(wrong, index, sent, `${status} ${response.body}`);
  }
  expect(complaints).not.toHaveBeenCalled();
  expect(unsendable).toBeLessThan(inProcess / 20);
  for (const status of [200, 201, 204, 400, 401, 404, 405, 406]) {
    expect(statuses.get(status), `how often ${status} came`).toBeGreaterThan(inProcess / 1000);
  }
  expect(heapMegabytes() - heapBefore).toBeLessThan(10);
}, 60_000);

async function readResponse(response: Response): Promise<Received> {
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Bytes that are no HTTP, or say other things of themselves than they are. */
const brokenHttp: readonly ((text: string) => string)[] = [
  (text) => text.replace('HTTP/1.1', 'HTTP/9.9'),
  (text) => text.replace(' HTTP/1.1', ''),
  (text) => text.replace(/^\w+/, 'NONSENSE'),
  (text) => text.replace(/^(\w+) \S*/, '$1 http://evil.example/companies/?q=1'),
  (text) => text.replaceAll('\r\n', '\n'),
  (text) => text.replace('Host:', 'Host: other\r\nHost:'),
  (text) => text.replace(/Host:.*\r\n/, ''),
  (text) => text.replace('Host:', `X-Long: ${'x'.repeat(20_000)}\r\nHost:`),
  (text) => text.replace('Host:', `${'X-Many: 1\r\n'.repeat(3000)}Host:`),
  (text) => text.replace('Host:', 'X-Bad: a\u0000b\r\nHost:'),
  (text) => text.replace('Host:', 'Transfer-Encoding: chunked\r\nHost:'),
  (text) => text.replace('Host:', 'Transfer-Encoding: gzip\r\nHost:'),
  (text) => text.replace('Host:', 'Content-Length: 5\r\nContent-Length: 6\r\nHost:'),
  (text) => text.replace(/Content-Length: .*/, 'Content-Length: -1'),
  (text) => text.replace(/Content-Length: .*/, 'Content-Length: 99999'),
  (text) => text.replace(/Content-Length: .*/, 'Content-Length: 3'),
  (text) => text.slice(0, text.length >> 1),
  () => '\u0000\u0001\u0002\u0003',
  () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

/** The first response over a connection. Returns undefined if the connection ended without one. */
function parseResponse(received: Buffer): Received | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)];
    }),
  );
  const body = received.subarray(end + 4, end + 4 + Number(headers.get('content-length') ?? 0));
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

/** What comes back over a connection until it ends. */
function exchange(port: number, written: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(written));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    // A server that has rejected a request does not read the rest of it.
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE' && code !== 'ECONNRESET') reject(new Error(code));
    });
  });
}

test(`responds to ${overPort} malformed requests over a port, and to those that are not HTTP at all (SEED=${seed})`, async () => {
  const complaints = vi.spyOn(console, 'error');
  sandbox = createSandbox({ rateLimit: false, signing: false, verificationCap: 100 });
  const server = await sandbox.listen({ port: 0 });
  const port = Number(new URL(server.url).port);
  const random = randomNumbers(seed + 1);
  let rejected = 0;
  const sendOne = async (index: number) => {
    const sent = malformed(random);
    const lines = [
      `${sent.method} ${sent.path} HTTP/1.1`,
      'Host: sandbox.localhost',
      'Connection: close',
      ...sent.headers.map(([name, value]) => `${name}: ${value}`),
      ...(sent.body === undefined ? [] : [`Content-Length: ${sent.body.length}`]),
    ];
    const breaks = random() < 0.3;
    const usual = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), sent.body ?? Buffer.of()]);
    const written = breaks
      ? Buffer.from(oneOf(random, brokenHttp)(usual.toString('latin1')), 'latin1')
      : usual;
    const response = parseResponse(await exchange(port, written));
    const isHttp = !breaks && !/[^\x21-\x7e]/.test(sent.path) && written.length < 15_000;
    if (response === undefined) {
      if (isHttp) failed('no response', index, sent, '');
      return;
    }
    const { status, headers, body } = response;
    if (isHttp && !sent.headers.some(([name]) => name === 'Expect')) {
      const [pathname = ''] = sent.path.split('?');
      const isForeign = sent.headers.some(([name]) => name === 'Origin');
      const wrong = isForeign
        ? status === 403
          ? undefined
          : 'no 403 to another website'
        : fault(sent, pathname, response);
      if (wrong !== undefined) failed(wrong, index, sent, `${status} ${body}`);
    } else if (status >= 500 || status < 200) {
      failed('a fault of the server', index, sent, `${status} ${JSON.stringify([...headers])} ${body}`);
    }
    if (!isHttp) rejected += 1;
  };
  for (let index = 0; index < overPort; index += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, offset) => sendOne(index + offset)));
  }
  expect(complaints).not.toHaveBeenCalled();
  expect(rejected).toBeGreaterThan(overPort / 10);
  const alive = await fetch(`${server.url}/companies/`, {
    headers: { Authorization: 'Bearer tw_sk_test_0000' },
  });
  expect(alive.status).toBe(200);
}, 60_000);
