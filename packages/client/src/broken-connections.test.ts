import { describe, expect, test } from 'vitest';
import { successOfAll, unsafeCalls } from '../test/support/calls.ts';
import { errorOf, token, verificationInput } from '../test/support/test-client.ts';
import {
  clockOnDemand,
  http,
  type Respond,
  testServer,
  write,
  writeAndEnd,
  writeAndReset,
} from '../test/support/test-server.ts';
import { AmbiguousOutcomeError } from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// Real sockets and the real fetch. What arrived at the server decides what a failed call may say.

function clientOf(environment: string, options: Partial<TrueworkOptions> = {}): Truework {
  return createTruework({ token, environment, random: () => 0, rateLimiter: false, ...options });
}

const body = JSON.stringify(successOfAll);
const length = Buffer.byteLength(body);
const created = http(201, body);
const headersEnd = created.indexOf('\r\n\r\n') + 4;

/** How a success response may break, and the code of the failure. */
const breaks: readonly (readonly [string, Respond, code: 'network' | 'response-invalid'])[] = [
  ['a reset before the response', writeAndReset(''), 'network'],
  ['an end before the response', writeAndEnd(''), 'network'],
  ['a reset inside the headers', writeAndReset(created.slice(0, 20)), 'network'],
  ['an end inside the headers', writeAndEnd(created.slice(0, 20)), 'network'],
  ['a reset after the headers', writeAndReset(created.slice(0, headersEnd)), 'network'],
  ['an end after the headers', writeAndEnd(created.slice(0, headersEnd)), 'network'],
  ['a reset inside the body', writeAndReset(created.slice(0, -5)), 'network'],
  ['an end inside the body', writeAndEnd(created.slice(0, -5)), 'network'],
  ['what is not HTTP', writeAndEnd('SSH-2.0-Sample\r\n'), 'network'],
  ['headers without an end', writeAndEnd(`HTTP/1.1 201 Sample\r\nx-long: ${'x'.repeat(100_000)}`), 'network'],
  ['a body that is not the gzip it says', write(http(201, body, { 'content-encoding': 'gzip' })), 'network'],
  ['a length that is too long', writeAndEnd(http(201, body, { 'content-length': length + 5 })), 'network'],
  [
    'a length that is too short',
    write(http(201, body, { 'content-length': length - 5 })),
    'response-invalid',
  ],
  ['204', write('HTTP/1.1 204 Sample\r\n\r\n'), 'response-invalid'],
];

describe.for(breaks)('after %s', ([, respond, code]) => {
  test('a call that must not be repeated is sent once, and its outcome is unknown', async () => {
    for (const [name, call] of Object.entries(unsafeCalls)) {
      const server = await testServer(respond);
      const error = await errorOf(call(clientOf(server.url)));
      expect(error, name).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error.cause, name).toMatchObject({
        code,
        attempt: 1,
        ...(code === 'network' && { sent: true }),
      });
      expect(server.arrived, name).toHaveLength(1);
    }
  });

  const attempts = code === 'network' ? 3 : 1;
  test(`a safe call is sent ${attempts === 1 ? 'once' : 'three times in total'}`, async () => {
    const server = await testServer(respond);
    const error = await errorOf(clientOf(server.url).verifications.get('AAAA'));
    expect(error).toMatchObject({ code, attempt: attempts });
    expect(server.arrived).toEqual(Array(attempts).fill('GET /verification-requests/AAAA'));
  });
});

describe.for([
  ['before the response', ''],
  ['inside the headers', created.slice(0, 20)],
  ['after the headers', created.slice(0, headersEnd)],
  ['inside the body', created.slice(0, -5)],
] as const)('in a stall %s', ([, text]) => {
  test('a timeout leaves the outcome unknown', async () => {
    for (const [name, call] of Object.entries(unsafeCalls)) {
      const clock = clockOnDemand();
      const server = await testServer((socket) =>
        socket.write(text || ' ', () => setImmediate(clock.endTime)),
      );
      const error = await errorOf(call(clientOf(server.url, { clock })));
      expect(error, name).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error.cause, name).toMatchObject({ code: 'timeout', attempt: 1 });
      expect(server.arrived, name).toHaveLength(1);
    }
  });

  test('a timeout has a safe call retried', async () => {
    const clock = clockOnDemand();
    const server = await testServer((socket) => socket.write(text || ' ', () => setImmediate(clock.endTime)));
    const error = await errorOf(clientOf(server.url, { clock }).verifications.get('AAAA'));
    expect(error).toMatchObject({ code: 'timeout', attempt: 3 });
    expect(server.arrived).toHaveLength(3);
  });

  test('an abort leaves the outcome unknown, and closes the connection', async () => {
    for (const [name, call] of Object.entries(unsafeCalls)) {
      const controller = new AbortController();
      let closed: Promise<unknown> | undefined;
      const server = await testServer((socket) => {
        closed = new Promise((resolve) => socket.on('close', resolve));
        socket.write(text || ' ', () => controller.abort());
      });
      const error = await errorOf(call(clientOf(server.url), { signal: controller.signal }));
      expect(error, name).toBeInstanceOf(AmbiguousOutcomeError);
      expect(error.cause, name).toMatchObject({ code: 'aborted', attempt: 1 });
      expect(server.arrived, name).toHaveLength(1);
      await closed;
    }
  });
});

describe('a rejection stays one', () => {
  const envelope = '{"error":{"message":"Sample"}}';
  const cut = (status: number) => http(status, envelope).slice(0, -5);

  test.for([400, 413, 429, 501])('%i, whatever becomes of its body', async (status) => {
    const responses: Record<string, Respond> = {
      'an end inside the body': writeAndEnd(cut(status)),
      'a reset inside the body': writeAndReset(cut(status)),
      'a body that is not the gzip it says': write(http(status, envelope, { 'content-encoding': 'gzip' })),
    };
    for (const [what, respond] of Object.entries(responses)) {
      const server = await testServer(respond);
      const create = clientOf(server.url, { retries: 0 }).verifications.create(verificationInput);
      expect(await errorOf(create), what).toMatchObject({ status, attempt: 1 });
      expect(server.arrived, what).toHaveLength(1);
    }
  });

  test.for([400, 413, 501])('%i with a stalled body', async (status) => {
    const clock = clockOnDemand();
    const server = await testServer(write(cut(status)));
    const fetch: TrueworkOptions['fetch'] = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      setImmediate(clock.endTime);
      return response;
    };
    const create = clientOf(server.url, { clock, fetch }).verifications.create(verificationInput);
    expect(await errorOf(create)).toMatchObject({ status, attempt: 1 });
  });
});

/** A success that ends with its connection, and whose body is read as a stream. */
const withoutLength = `HTTP/1.1 201 Sample\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${body}`;

describe('the outcome of a create is unknown', () => {
  test.for<[string, (response: Response) => unknown]>([
    ['has already read the body', (response) => response.body?.getReader() && response],
    [
      'returns a body that fails like a connection',
      ({ headers }) => {
        const pull = () => Promise.reject(Object.assign(new Error('Sample'), { code: 'ECONNREFUSED' }));
        return new Response(new ReadableStream({ pull }), { status: 201, headers });
      },
    ],
    ['fails over a URL once the response is there', () => new URL('')],
    ['fails over an argument once the response is there', () => Buffer.alloc('7' as never)],
  ])('if a fetch of the caller %s', async ([, spoil]) => {
    const server = await testServer(writeAndEnd(withoutLength));
    const fetch: TrueworkOptions['fetch'] = async (url, init) =>
      spoil(await globalThis.fetch(url, init)) as Response;
    const error = await errorOf(clientOf(server.url, { fetch }).verifications.create(verificationInput));
    expect(server.arrived).toHaveLength(1);
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toMatchObject({ code: 'network', sent: true });
  });

  function throwing(): never {
    throw new Error('clock');
  }

  test.for<[string, unknown]>([
    ['cannot be canceled', undefined],
    ['throws when it is canceled', throwing],
  ])('if it took too long, by a timer that %s', async ([, cancel]) => {
    const clock = clockOnDemand();
    const after = (milliseconds: number, callback: () => void) => {
      clock.after(milliseconds, callback);
      return cancel as () => void;
    };
    const server = await testServer(() => setImmediate(clock.endTime));
    const truework = clientOf(server.url, { clock: { ...clock, after } });
    const error = await errorOf(truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toHaveProperty('code', 'timeout');
  });

  test('if the connection breaks, even if the clock fails after the request was sent', async () => {
    const clock = { ...clockOnDemand(), elapsed: () => 0 };
    const server = await testServer((socket) => {
      clock.elapsed = throwing;
      socket.end();
    });
    const input = { ...verificationInput, loan_id: 'L-1' };
    const error = await errorOf(clientOf(server.url, { clock }).verifications.create(input));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
  });
});

describe('another origin gets nothing', () => {
  test.for([301, 302, 303, 307, 308])('from a redirect with %s', async (status) => {
    const other = await testServer(write(created));
    const location = `${other.url}/verification-requests/`;
    const { verifications } = clientOf((await testServer(write(http(status, '{}', { location })))).url);
    expect(await errorOf(verifications.list())).toHaveProperty('code', 'response-invalid');
    const error = await errorOf(verifications.create(verificationInput));
    expect(error.cause).toHaveProperty('code', 'response-invalid');
    expect(other.connections()).toBe(0);
  });
});
