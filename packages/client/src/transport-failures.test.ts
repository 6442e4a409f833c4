import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { pageOf, token, verification, verificationInput } from '../test/support/test-client.ts';
import type { Clock } from './clock.ts';
import {
  AmbiguousOutcomeError,
  NetworkError,
  RateLimitedError,
  ResponseInvalidError,
  ServerError,
  TimeoutError,
  type TrueworkError,
} from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// Real servers, sockets and `fetch`. Attempts are counted where they arrive.

const servers: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Respond = (response: ServerResponse, attempt: number) => void;

/** A client with a server that responds so, and the requests that arrived there. */
async function before(
  respond: Respond,
  options: Partial<TrueworkOptions> = {},
): Promise<{ arrived: string[]; url: string; truework: Truework }> {
  const arrived: string[] = [];
  const listener: RequestListener = (request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => respond(response, arrived.length));
  };
  const url = await listen(createServer(listener));
  return { arrived, url, truework: client(url, options) };
}

function client(environment: string, options: Partial<TrueworkOptions> = {}): Truework {
  // No wait between attempts, unless the server asks for it.
  return createTruework({ token, environment, random: () => 0, rateLimiter: false, ...options });
}

async function errorOf(call: Promise<unknown>): Promise<TrueworkError> {
  return await call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  );
}

function reply(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const errorBody = { error: { message: 'As it is.' } };

/** Sends headers and the beginning of a body. */
function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id": "AAAA", ');
}

const timeouts = new Set<() => void>();

/** A clock that skips waits between attempts, and ends timeouts in {@link endTime}. */
const timeoutsOnDemand: Clock = {
  now: Date.now,
  after(milliseconds, callback) {
    if (milliseconds < 10_000) return passOver(milliseconds, callback);
    timeouts.add(callback);
    return () => timeouts.delete(callback);
  },
};

/** Ends every timeout, after the request has arrived. */
function endTime(): void {
  for (const callback of [...timeouts]) callback();
}

const failures: readonly (readonly [
  string,
  Respond,
  Partial<TrueworkOptions>,
  abstract new (...args: never[]) => Error,
])[] = [
  ['a reset before the headers', (response) => response.socket?.resetAndDestroy(), {}, NetworkError],
  ['an end before the headers', (response) => response.socket?.end(), {}, NetworkError],
  [
    'a reset inside the body',
    (response) => {
      begin(response);
      response.write(' ', () => response.socket?.resetAndDestroy());
    },
    {},
    NetworkError,
  ],
  [
    'an end inside the body',
    (response) => {
      begin(response);
      response.write(' ', () => response.socket?.end());
    },
    {},
    NetworkError,
  ],
  ['silence', () => endTime(), { clock: timeoutsOnDemand }, TimeoutError],
  [
    'a stalled body',
    (response) => {
      begin(response);
      response.write(' ', () => endTime());
    },
    { clock: timeoutsOnDemand },
    TimeoutError,
  ],
  ['500', (response) => reply(response, 500, errorBody), {}, ServerError],
  ['502', (response) => reply(response, 502, errorBody), {}, ServerError],
  ['503', (response) => reply(response, 503, errorBody, { 'retry-after': '0' }), {}, ServerError],
];

describe.for(failures)('%s', ([, respond, options, kind]) => {
  test('is retried twice by a safe call', async () => {
    const { truework, arrived } = await before(respond, options);
    const error = await errorOf(truework.verifications.get('AAAA'));
    expect(error).toBeInstanceOf(kind);
    expect(error).toHaveProperty('attempt', 3);
    expect(arrived).toEqual(Array(3).fill('GET /verification-requests/AAAA'));
  });

  test('does not fail a safe call if a retry succeeds', async () => {
    const { truework, arrived } = await before((response, attempt) => {
      if (attempt < 3) respond(response, attempt);
      else reply(response, 200, verification('AAAA'));
    }, options);
    expect(await truework.verifications.get('AAAA')).toHaveProperty('id', 'AAAA');
    expect(arrived).toHaveLength(3);
  });

  test.for(['create', 'reverify', 'cancel', 'createSession'] as const)(
    'has %s sent once, and its outcome is unknown',
    async (name) => {
      const { truework, arrived } = await before(respond, options);
      const { create, reverify, cancel } = truework.verifications;
      const calls = {
        create: () => create(verificationInput),
        reverify: () => reverify('AAAA', { report_id: 'BBBB' }),
        cancel: () => cancel('AAAA', { cancellation_reason: 'other', cancellation_details: 'Withdrawn' }),
        createSession: () =>
          truework.credentials.createSession({ ...verificationInput, use_case: 'mortgage' }),
      };
      const error = await errorOf(calls[name]());
      expect(error).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error.cause).toBeInstanceOf(kind);
      expect(arrived).toHaveLength(1);
    },
  );
});

describe('429', () => {
  test.for([
    ['seconds', () => '0'],
    ['an IMF date', () => new Date().toUTCString()],
  ] satisfies [string, () => string][])(
    'with %s is retried twice, also by a create',
    async ([, retryAfter]) => {
      // Its own clock skips the second for the rate limit.
      const clock: Clock = { now: Date.now, after: passOver };
      const { truework, arrived } = await before(
        (response) => reply(response, 429, errorBody, { 'retry-after': retryAfter() }),
        { clock },
      );
      expect(await errorOf(truework.verifications.create(verificationInput))).toBeInstanceOf(
        RateLimitedError,
      );
      expect(arrived).toEqual(Array(3).fill('POST /verification-requests/'));
    },
  );

  test('once leaves one verification', async () => {
    const { truework, arrived } = await before((response, attempt) =>
      attempt < 3
        ? reply(response, 429, errorBody, { 'retry-after': '0' })
        : reply(response, 201, verification('AAAA')),
    );
    expect(await truework.verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
    expect(arrived).toHaveLength(3);
  });

  test('that asks for more time than the call has ends it at once', async () => {
    const { truework, arrived } = await before((response) =>
      reply(response, 429, errorBody, { 'retry-after': '3600' }),
    );
    expect(await errorOf(truework.verifications.create(verificationInput))).toMatchObject({
      retryAfterMs: 3_600_000,
    });
    expect(arrived).toHaveLength(1);
  });
});

/** Skips short waits, and never ends long ones, which are timeouts. */
function passOver(milliseconds: number, callback: () => void): () => void {
  const timer = milliseconds < 10_000 ? setImmediate(callback) : undefined;
  return () => clearImmediate(timer);
}

describe('a redirect to another origin', () => {
  test.for([301, 302, 303, 307, 308])('of %s is never followed', async (status) => {
    const other = await before((response) => reply(response, 200, pageOf([])));
    const { truework, arrived } = await before((response) =>
      reply(response, status, {}, { location: `${other.url}/verification-requests/` }),
    );
    expect(await errorOf(truework.verifications.list())).toBeInstanceOf(ResponseInvalidError);
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error.cause).toBeInstanceOf(ResponseInvalidError);
    expect(arrived).toHaveLength(2);
    expect(other.arrived).toHaveLength(0);
  });
});

describe('a list', () => {
  test('ignores the URL of its next page', async () => {
    const other = await before((response) => reply(response, 200, pageOf([])));
    const { truework, arrived } = await before((response, attempt) =>
      reply(response, 200, {
        count: 3,
        previous: null,
        next: attempt === 1 ? `${other.url}/verification-requests/?offset=2` : null,
        results:
          attempt === 1 ? [verification('A'), verification('B')] : [verification('B'), verification('C')],
      }),
    );
    const ids: string[] = [];
    for await (const { id } of truework.verifications.list({ limit: 2 })) ids.push(id);
    expect(ids).toEqual(['A', 'B', 'C']);
    expect(arrived).toHaveLength(2);
    expect(other.arrived).toHaveLength(0);
  });
});

describe('what is not HTTP', () => {
  test('is a NetworkError', async () => {
    let connections = 0;
    const url = await listen(
      createTcpServer((socket) => {
        connections += 1;
        socket.end('SSH-2.0-Sample\r\n');
      }),
    );
    expect(await errorOf(client(url).verifications.get('AAAA'))).toBeInstanceOf(NetworkError);
    expect(connections).toBe(3);
  });

  test('without a server, nothing was sent', async () => {
    const url = await listen(createTcpServer());
    const gone = servers.pop()?.server;
    await new Promise((resolve) => gone?.close(resolve));
    const error = await errorOf(client(url).verifications.create(verificationInput));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toContain('ECONNREFUSED');
  });
});

test('the signal closes the connection', async () => {
  const controller = new AbortController();
  let closed: Promise<unknown> | undefined;
  const { truework, arrived } = await before((response) => {
    closed = new Promise((resolve) => response.on('close', resolve));
    controller.abort();
  });
  expect(await errorOf(truework.verifications.list({}, { signal: controller.signal }))).toHaveProperty(
    'code',
    'aborted',
  );
  await closed;
  expect(arrived).toHaveLength(1);
});
