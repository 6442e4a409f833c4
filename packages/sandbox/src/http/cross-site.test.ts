import { request } from 'node:http';
import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { crossSiteProblem, readOrigin } from './cross-site.ts';
import type { SandboxServer } from './listen.ts';

const key = 'tw_sk_test_cross_site';
const named = 'http://localhost:3000';
const verificationInput = JSON.stringify(input);

let sandbox: Sandbox;
let server: SandboxServer;

beforeEach(async () => {
  // This machine has no limit.
  sandbox = createSandbox({
    rateLimit: { perKey: false, perAddress: 1 },
    clock: { now: () => Date.UTC(2019, 10, 5) },
  });
  server = await sandbox.listen({
    port: 0,
    allowedHosts: ['Sandbox.example'],
    allowedOrigins: [`${named}/`, 'capacitor://localhost'],
  });
});

afterEach(() => sandbox.close());

interface ReceivedResponse {
  status: number;
  cors: Record<string, unknown>;
  text: string;
}

/** Sends what a browser sends: `fetch` here would not set these headers. `PORT` in a header is the sandbox's port. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  { body, withKey = true }: { body?: string; withKey?: boolean } = {},
): Promise<ReceivedResponse> {
  const { port } = new URL(server.url);
  const all = { ...(withKey ? { Authorization: `Bearer ${key}` } : {}), ...headers };
  const sent = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, value.replace('PORT', port)]),
  );
  return new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}${path}`, { method, headers: sent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const cors = Object.entries(response.headers).filter(([name]) =>
          /^(access-control|vary$)/.test(name),
        );
        resolve({ status: response.statusCode ?? 0, cors: Object.fromEntries(cors), text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const preflight = {
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization',
};

/** What another website can make a browser send, by the headers that the browser adds. */
const foreign: readonly Record<string, string>[] = [
  { Origin: 'https://other.example' },
  { Origin: 'http://other.example:PORT' },
  { Origin: 'http://localhost:3001' },
  { Origin: 'https://localhost:3000' },
  { Origin: 'https://127.0.0.1:PORT', Host: 'localhost:PORT' },
  { Origin: 'http://127.0.0.1.other.example:PORT' },
  { Origin: 'http://localhost:3000.other.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: 'http://[' },
  { Origin: 'file://' },
  { Origin: 'view-http://127.0.0.1:PORT', Host: '127.0.0.1:PORT' },
  { Origin: 'chrome-extension://abcdefghijklmnop' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Host: 'rebound.example:PORT' },
  { Host: 'rebound.example:PORT', Origin: 'http://rebound.example:PORT' },
  { Host: 'rebound.example:PORT', Origin: named },
  { Host: 'localhost.rebound.example', 'Sec-Fetch-Site': 'same-origin' },
  { Host: '127.0.0.1.rebound.example' },
  { Host: 'x127.0.0.1' },
  { Host: 'x[::1]' },
  { Host: '[::1].rebound.example' },
];

test.for(foreign)(
  'another website with %j reads, creates and moves nothing, and gets no permission',
  async (headers) => {
    const json = { ...headers, 'Content-Type': 'application/json' };
    const responses = [];
    for (const path of ['/verification-requests/', '/_sandbox/tenants', '/_sandbox/verifications'])
      responses.push(await send('GET', path, headers));
    for (const [path, body] of [
      ['/verification-requests/', verificationInput],
      ['/_sandbox/clock/advance', '{"by":"9 days"}'],
    ] as const) {
      responses.push(await send('POST', path, json, { body }));
      responses.push(await send('OPTIONS', path, { ...headers, ...preflight }, { withKey: false }));
    }
    expect(responses.map(({ status, cors }) => [status, cors])).toEqual(Array(7).fill([403, {}]));
    const { verifications, clock } = sandbox.tenant(key);
    expect([verifications.count(), clock.now()]).toEqual([0, Date.UTC(2019, 10, 5)]);
  },
);

/** Pages that the sandbox serves, under each of its names, and those that its user named. */
const own: readonly Record<string, string>[] = [
  { Origin: 'http://127.0.0.1:PORT', Host: '127.0.0.1:PORT' },
  { Origin: 'http://localhost:PORT', Host: '127.0.0.1:PORT' },
  { Origin: 'http://[::1]:PORT', Host: 'localhost:PORT' },
  { Origin: 'http://127.0.0.2:PORT', Host: 'localhost:PORT' },
  { Origin: 'http://app.localhost:PORT', Host: '127.0.0.1:PORT' },
  { Origin: 'http://192.168.0.7:8080', Host: '192.168.0.7:8080' },
  { Origin: 'http://truework-sandbox:PORT', Host: 'truework-sandbox:PORT' },
  { Origin: 'http://host.docker.internal:5000', Host: 'host.docker.internal:5000' },
  { Origin: 'https://sandbox.example', Host: 'sandbox.example' },
  { Origin: named },
  { Origin: named, Host: 'truework-sandbox:PORT', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'capacitor://localhost' },
];

test.for(own)('an allowed page with %j reads and may send', async (headers) => {
  const cors = {
    'access-control-allow-origin': headers['Origin']?.replace('PORT', new URL(server.url).port),
    'access-control-expose-headers':
      'Date, Allow, Retry-After, X-Truework-Signature, X-Sandbox-Fault, version',
    vary: 'Origin',
  };
  for (const path of ['/verification-requests/', '/_sandbox/verifications'])
    expect(await send('GET', path, headers)).toEqual({ status: 200, cors, text: expect.any(String) });
  for (const path of ['/verification-requests/', '/_sandbox/clock/advance'])
    expect(await send('OPTIONS', path, { ...headers, ...preflight }, { withKey: false })).toEqual({
      status: 204,
      cors: {
        ...cors,
        'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, POST, PUT',
        'access-control-allow-headers':
          'Authorization, Accept, Content-Type, Request-Sync, X-Sandbox-Fault, X-Sandbox-Tenant',
        'access-control-max-age': '600',
      },
      text: '',
    });
});

describe('a program', () => {
  test.for(['same-origin', 'none'])('or a page without an origin whose site is %s reads', async (site) => {
    expect((await send('GET', '/_sandbox/tenants', { 'Sec-Fetch-Site': site })).status).toBe(200);
  });

  test.for([
    '127.0.0.1:4019',
    'localhost',
    'truework-sandbox:4019',
    'my_sandbox:4019',
    'host.docker.internal:4019',
    'api.localhost:4019',
    'sandbox.local',
    '[::1]:4019',
    'SANDBOX.example:4019',
    '[::FFFF:127.0.0.1]:4019',
  ])('reaches the sandbox as %s, without CORS headers, and is led there again', async (host) => {
    for (const path of ['/companies/?limit=1', '/companies/?limit=2', '/_sandbox/verifications']) {
      const { status, cors, text } = await send('GET', path, { Host: host });
      expect([path, status, cors]).toEqual([path, 200, {}]);
      const { origin } = new URL(`http://${host}`);
      if (path.startsWith('/companies/')) expect(text).toContain(`"next":"${origin}/companies/?`);
    }
  });

  test.for(['localhost:', ':80', '[::1]:'])('that calls it %s is led to its URL', async (host) => {
    const { text } = await send('GET', '/companies/?limit=1', { Host: host });
    expect(text).toContain(`"next":"${server.url}/companies/?`);
  });

  test('needs no permission in process, and gets no CORS headers there', async () => {
    const response = await sandbox.fetch('http://sandbox/verification-requests/', {
      headers: { Authorization: `Bearer ${key}`, Origin: 'https://other.example' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });
});

test.for<[path: string, status: number, headers?: Record<string, string>]>([
  ['/_sandbox/', 200, { 'Sec-Fetch-Site': 'cross-site' }],
  ['/_sandbox/', 403, { Host: 'rebound.example' }],
  ['/_sandbox', 308, { 'Sec-Fetch-Site': 'cross-site' }],
  ['/_sandbox/../package.json', 404],
  ['/_sandbox/tsconfig.json', 404],
  ['/_sandbox/lit-html/package.json', 404],
])(
  'anybody may be led to the inspector, which holds no data: %s is %i with %j',
  async ([path, status, headers]) => {
    expect((await send('GET', path, headers ?? {}, { withKey: false })).status).toBe(status);
  },
);

test.for([
  [
    { Origin: 'HTTP://localhost:5173' },
    'A page of "HTTP://localhost:5173" sent this. Only pages of the sandbox and programs may call it. If the page is yours, allow it: --allow-origin HTTP://localhost:5173, or listen({ allowedOrigins: ["HTTP://localhost:5173"] }).',
  ],
  [
    { Origin: 'data:x://y' },
    'A page without an origin ("data:x://y") sent this, such as a file or a sandboxed frame. Serve the page from a server, and allow its origin.',
  ],
  [
    { 'Sec-Fetch-Site': 'cross-site' },
    'A page of another website sent this. Only pages of the sandbox and programs may call it.',
  ],
  [
    { Host: 'sandbox.corp.example:4019' },
    'The sandbox does not respond to the name "sandbox.corp.example". Use its IP address or localhost, or allow the name: --allow-host sandbox.corp.example, or listen({ allowedHosts: ["sandbox.corp.example"] }).',
  ],
] as [Record<string, string>, string][])(
  'who is denied with %j reads what to allow',
  async ([headers, message]) => {
    expect(JSON.parse((await send('GET', '/companies/', headers)).text)).toEqual({ error: { message } });
    const error = { code: 'cross_site', message };
    expect(JSON.parse((await send('GET', '/_sandbox/tenants', headers)).text)).toEqual({ error });
  },
);

test.for([
  [{ host: 'localhost', origin: 'http://localhost' }, true],
  [{ host: 'localhost', origin: 'http://localhost:81' }, false],
  [{ host: 'localhost', origin: 'http://sandbox.corp.example' }, true],
  [{ host: 'localhost', origin: 'http://other.corp.example' }, false],
  [{ host: 'sandbox.corp.example' }, true],
  [{ host: 'other.corp.example' }, false],
] as [Record<string, string>, boolean][])(
  'on port 80 of the name that is listened on, %j is allowed: %s',
  ([sent, isAllowed]) => {
    const port = { host: 'Sandbox.Corp.Example', number: 80, allowedHosts: [], allowedOrigins: [] };
    const header = (name: string) => sent[name];
    const problem = crossSiteProblem({ method: 'GET', target: '/', origin: '', address: '', port, header });
    expect(problem === undefined).toBe(isAllowed);
  },
);

describe('readOrigin', () => {
  test.for([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['HTTPS://App.Example:443/', 'https://app.example'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
  ] as const)('%s is %s', ([text, origin]) => expect(readOrigin(text)).toBe(origin));

  test.for([
    '',
    '*',
    ' http://localhost',
    'null',
    'localhost:3000',
    'http://',
    'http://*.example',
    'http://app.example:port',
    'http://app.example/path',
    'http://user@app.example',
    'http://a.example, http://b.example',
  ])('%j is not an origin', (text) =>
    expect(() => readOrigin(text)).toThrow(
      expect.objectContaining({
        code: 'invalid_origin',
        message: `An allowed origin is scheme, host and port, such as http://localhost:3000, and not ${JSON.stringify(text)}.`,
      }),
    ),
  );
});
