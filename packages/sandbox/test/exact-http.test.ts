import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { verificationInput as input } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { openSandbox } from './support/open-sandbox.ts';

const key = 'tw_sk_test_http';
const authorization = { Authorization: `Bearer ${key}` };
const verificationInput = JSON.stringify(input);

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return openSandbox().fetch(`http://sandbox${path}`, init);
}

function post(
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string> = {},
): Promise<Response> {
  return send('/verification-requests/', {
    method: 'POST',
    body,
    headers: { ...authorization, 'Content-Type': 'application/json', ...headers },
  });
}

describe('methods', () => {
  test('HEAD is not allowed where GET is not', async () => {
    expect((await send('/credentials/session', { method: 'HEAD', headers: authorization })).status).toBe(405);
  });

  test('a method that is not allowed is quoted up to 100 characters', async () => {
    const response = await send('/companies/', { method: 'X'.repeat(101) });
    expect(await response.json()).toEqual({
      error: { message: `Method "${'X'.repeat(100)}…" not allowed.` },
    });
  });

  test('OPTIONS needs no key, and says what is allowed', async () => {
    const response = await send('/verification-requests/', { method: 'OPTIONS' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(Object.fromEntries(response.headers)).toEqual({
      allow: 'GET, HEAD, OPTIONS, POST',
      date: 'Tue, 05 Nov 2019 00:00:00 GMT',
      version: '2019-10-15',
    });
  });
});

describe('the order of errors', () => {
  test('path, method, key, version, parameters and body, in this order', async () => {
    const wrong = { Authorization: 'Bearer nobody', Accept: 'application/json; version=1999-01-01' };
    expect((await send('/nowhere', { headers: wrong })).status).toBe(404);
    expect((await send('/verification-requests/?state=x', { method: 'PUT', headers: wrong })).status).toBe(
      405,
    );
    expect((await send('/verification-requests/?state=x', { headers: wrong })).status).toBe(401);
    expect(
      (await send('/verification-requests/?state=x', { headers: { ...wrong, ...authorization } })).status,
    ).toBe(406);
    expect((await send('/verification-requests/?state=x', { headers: authorization })).status).toBe(400);
  });
});

test('an id is another one if any of its characters is', async () => {
  const { fetch } = openSandbox();
  const at = 'http://sandbox/verification-requests/';
  const headers = { ...authorization, 'Content-Type': 'application/json' };
  const created = await fetch(at, { method: 'POST', headers, body: verificationInput });
  const { id } = (await created.json()) as { id: string };
  const status = async (other: string) => (await fetch(`${at}${other}`, { headers: authorization })).status;
  expect(await status(id)).toBe(200);
  for (const index of [8, 20, 55]) {
    const other = id[index] === 'x' ? 'y' : 'x';
    expect(await status(id.slice(0, index) + other + id.slice(index + 1)), `character ${index}`).toBe(404);
  }
  for (const other of [id.toLowerCase(), id.slice(1), `${id}A`, ` ${id}`])
    expect(await status(encodeURIComponent(other)), other).toBe(404);
});

describe('query', () => {
  test.for([
    ['limit=1&unknown=1&limit=2', 2],
    ['%6cimit=2', 2],
    ['?limit=2&;limit=2&limit[]=2&Limit=2', 5],
  ] as const)(
    'of a repeated parameter the last one counts, and unknown ones are passed over: ?%s',
    async ([query, count]) => {
      const response = await send(`/companies/?${query}`, { headers: authorization });
      expect(response.status).toBe(200);
      expect(((await response.json()) as { results: unknown[] }).results).toHaveLength(count);
    },
  );
});

describe('body', () => {
  test.for([
    ['application/json; charset="UTF-8"', new TextEncoder().encode(verificationInput)],
    ['APPLICATION/JSON ;a=b; charset=utf8', verificationInput],
    ['', new TextEncoder().encode(verificationInput)],
  ] as const)('of the content type "%s" is taken', async ([type, body]) => {
    expect((await post(body, { 'Content-Type': type })).status).toBe(201);
  });

  const json = 'application/json';
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  test.for([
    [`${json}; charset=latin1`, '{}', 'Unsupported charset "latin1" in request. Send UTF-8.'],
    [
      'Text/Plain; charset=utf-8',
      '{}',
      'Unsupported media type "text/plain" in request. Send application/json.',
    ],
    [json, '\u{feff}{}', 'JSON parse error. The body begins with a byte order mark.'],
    [json, '{"type":', 'JSON parse error.'],
    [json, new Uint8Array([0x7b, 0xff, 0x7d]), 'JSON parse error. The body is not in UTF-8.'],
    [json, '', 'JSON parse error. The body is empty.'],
    [json, null, 'JSON parse error. The body is empty.'],
    [json, deep(101), 'JSON parse error. The body is nested deeper than 100 levels.'],
    [json, deep(100), 'Invalid data. Expected a dictionary.'],
    [json, ' '.repeat(32 * 1024 * 1024), 'JSON parse error.'],
    [json, ' '.repeat(32 * 1024 * 1024 + 1), 'The body is larger than 33554432 bytes.'],
  ] as const)('%#: of the content type %s is rejected, with the reason', async ([type, body, message]) => {
    const response = await post(body, { 'Content-Type': type });
    expect([response.status, await response.json()]).toEqual([400, { error: { message } }]);
  });

  test('fields called __proto__ and constructor come back as any other', async () => {
    const metadata = JSON.parse('{"__proto__":"one","constructor":"two"}');
    const body = JSON.stringify({ ...JSON.parse(verificationInput), metadata: 0 }).replace(
      '"metadata":0',
      `"metadata":${JSON.stringify(metadata)}`,
    );
    const response = await post(body);
    expect(response.status).toBe(201);
    expect(await response.text()).toContain('{"__proto__":"one","constructor":"two"}');
  });
});

describe('over a port', () => {
  test.for([
    ['a page', '/companies/', { headers: authorization }, []],
    ['a page after text in Unicode', '/companies/?q=nobody%E2%9C%93', { headers: authorization }, []],
    ['a 404', '/nowhere', {}, []],
    ['a 405', '/companies/', { method: 'POST' }, ['Allow']],
    ['a 401', '/companies/', {}, []],
    ['a 406', '/companies/', { headers: { ...authorization, Accept: 'text/html' } }, []],
    [
      'a 503',
      '/companies/',
      { headers: { ...authorization, 'X-Sandbox-Fault': 'status; code=503' } },
      ['X-Sandbox-Fault'],
    ],
  ] as const)('%s has every header by the name that the API gives it', async ([, path, options, more]) => {
    const { url } = await openSandbox().listen({ port: 0 });
    const response = Promise.withResolvers<IncomingMessage>();
    request(url + path, { ...options, agent: false }, response.resolve).end();
    const { rawHeaders, headers } = await response.promise;
    expect(headers['content-length']).toBe(String(Buffer.byteLength(await text(await response.promise))));
    expect(rawHeaders.filter((_, index) => index % 2 === 0)).toEqual([
      ...['Date', 'version', 'Content-Type', 'Content-Length', ...more],
      ...['X-Truework-Signature', 'Connection'],
    ]);
  });

  test.for([
    ['of HTTP/1.0 needs no host', '/companies/?limit=1 HTTP/1.0'],
    ['of HTTP/1.1 needs no host', '/companies/?limit=1 HTTP/1.1\r\nConnection: close'],
    ['may be for a whole URL', 'http://127.0.0.1/companies/?limit=1 HTTP/1.0'],
    ['may expect anything', '/companies/?limit=1 HTTP/1.1\r\nExpect: 200-ok\r\nConnection: close'],
  ])('a request %s', async ([, head]) => {
    const { url } = await openSandbox().listen({ port: 0 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end(`GET ${head}\r\nAuthorization: Bearer ${key}\r\n\r\n`);
    const response = await text(socket);
    expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(response).toContain(`"next":"${url}/companies/?`);
  });

  test('what is not HTTP gets a 400, and the connection ends', async () => {
    const { url } = await openSandbox().listen({ port: 0 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('nonsense\r\n\r\n');
    const body = '{"error":{"message":"Bad request. It is not valid HTTP."}}';
    expect((await text(socket)).replace(/Date: .{29}\r/, 'Date: …\r').split('\r\n')).toEqual([
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json',
      'Content-Length: 58',
      'Date: …',
      'Connection: close',
      '',
      body,
    ]);
  });

  test('more headers than Node takes get a 431 that says so', async () => {
    const { url } = await openSandbox().listen({ port: 0 });
    const response = await fetch(`${url}/companies/`, { headers: { 'X-Long': 'x'.repeat(20_000) } });
    expect([response.status, await response.json()]).toEqual([
      431,
      { error: { message: 'The path and the headers have more than 16 KB in all.' } },
    ]);
  });

  test('a body over the limit is rejected, and the rest of it is not read', async () => {
    const { url } = await openSandbox().listen({ port: 0 });
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(chunk);
        if (sent > 64) controller.close();
      },
    });
    const response = await fetch(`${url}/verification-requests/`, {
      method: 'POST',
      headers: { ...authorization, 'Content-Type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit).catch((error: Error) => error);
    // If the client was still writing, it sees the connection end instead of the response.
    if (response instanceof Response) {
      expect(response.status).toBe(400);
      expect(((await response.json()) as { error: { message: string } }).error.message).toContain(
        'larger than',
      );
    } else expect(response).toBeInstanceOf(TypeError);
    expect(sent).toBeLessThan(64);
  });
});
