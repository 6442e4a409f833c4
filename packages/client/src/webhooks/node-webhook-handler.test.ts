import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { testEvent } from './create-test-event.ts';
import type { WebhookEvent } from './event.ts';
import { type NodeRequest, nodeWebhookHandler } from './node-webhook-handler.ts';

const token = 'test-hook-token';
const delivery = testEvent({ token, type: 'verification_request.state.change' });
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function setUp() {
  const events: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const handler = nodeWebhookHandler({
    token,
    on: { 'verification_request.state.change': (event) => events.push(event) },
    onError: (error) => errors.push(error),
    maxBodyBytes: 100_000,
  });
  return { events, errors, handler };
}

/** What a body parser such as those of Express does: it reads the stream, and puts the result on the request. */
function parsing(
  parse: (body: Buffer) => object,
  handler: (request: NodeRequest, response: never) => unknown,
) {
  const listener: RequestListener = async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    handler(Object.assign(request, parse(Buffer.concat(pieces))), response as never);
  };
  return listen(listener);
}

const post = (port: number, init: RequestInit = delivery) => fetch(`http://127.0.0.1:${port}/`, init);

test('node:http: an event is handled, with status 204', async () => {
  const { events, handler } = setUp();
  const port = await listen(handler);
  expect((await post(port)).status).toBe(204);
  expect(events).toMatchObject([{ data: { verification_request_id: 'test-verification' } }]);
});

test('node:http: a rejected request gets its status, and the connection stays open', async () => {
  const { events, errors, handler } = setUp();
  const port = await listen(handler);
  const long = { ...delivery, body: delivery.body.padEnd(1_000_000, ' ') };
  const get = await fetch(`http://127.0.0.1:${port}/`);
  expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST']);
  expect((await post(port, { ...long, headers: {} })).status).toBe(401);
  expect((await post(port, long)).status).toBe(413);
  expect((await post(port, { ...delivery, body: '{' })).status).toBe(400);
  expect((await post(port)).status).toBe(204);
  expect(errors).toMatchObject(
    ['method-not-allowed', 'token-missing', 'body-too-large', 'body-not-json'].map((reason) => ({ reason })),
  );
  expect(events).toHaveLength(1);
});

test('node:http: two token headers are rejected', async () => {
  const { errors, handler } = setUp();
  const port = await listen(handler);
  const socket = connect(port, '127.0.0.1');
  socket.end(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Truework-Token: ${token}\r\nX-Truework-Token: ${token}\r\nContent-Length: 0\r\n\r\n`,
  );
  const [outcome] = await once(socket, 'data');
  expect(String(outcome)).toMatch(/^HTTP\/1.1 401 /);
  expect(errors).toMatchObject([{ reason: 'token-repeated' }]);
});

test('node:http: a body that breaks off is reported, and nothing is handled', async () => {
  const { events, errors, handler } = setUp();
  let hasBegun = false;
  const port = await listen((request, response) => {
    hasBegun = true;
    return handler(request, response);
  });
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nX-Truework-Token: ${token}\r\nContent-Length: 500\r\n\r\n{"hook"`,
  );
  await expect.poll(() => hasBegun).toBe(true);
  socket.destroy();
  await expect
    .poll(() => errors)
    .toMatchObject([{ code: expect.stringMatching(/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/) }]);
  expect(events).toEqual([]);
});

test.each<[string, (body: Buffer) => object]>([
  ['the raw body as bytes, as of express.raw()', (body) => ({ body })],
  ['the raw body as text, as of express.text()', (body) => ({ body: body.toString() })],
  ['rawBody beside what was parsed', (body) => ({ body: JSON.parse(body.toString()), rawBody: body })],
])('Express: takes %s', async (_, parse) => {
  const { events, errors, handler } = setUp();
  const port = await parsing(parse, handler);
  expect((await post(port)).status).toBe(204);
  expect(events).toMatchObject([{ data: { state: 'completed' } }]);
  expect(errors).toEqual([]);
});

test('Express: the empty body of a parser that did not parse is ignored', async () => {
  const { events, handler } = setUp();
  const port = await listen((request, response) => handler(Object.assign(request, { body: {} }), response));
  expect((await post(port)).status).toBe(204);
  expect(events).toHaveLength(1);
});

test('Express: a body that express.json() has parsed is a ConfigurationError that says what to do', async () => {
  const { events, errors, handler } = setUp();
  const port = await parsing((body) => ({ body: JSON.parse(body.toString()) }), handler);
  expect((await post(port)).status).toBe(500);
  expect(events).toEqual([]);
  expect(errors).toEqual([expect.any(ConfigurationError)]);
  expect(String(errors[0])).toContain('express.raw');
});
