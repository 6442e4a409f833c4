import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type TestClock, testClock } from '../../test/support/test-clock.ts';
import { testEvent } from './create-test-event.ts';
import { type NodeRequest, nodeWebhookHandler } from './node-webhook-handler.ts';
import { type WebhookHandlerOptions, webhookHandler } from './webhook-handler.ts';
import { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

// Whatever a user's code throws, rejects with or never finishes: the delivery gets its response, and no rejection is unhandled, for which
// Vitest would fail the run.

const token = 'test-hook-token';
const delivery = testEvent({ token, type: 'verification_request.state.change' });

const unreadable = () => {
  throw new Error('a trap');
};
const thrown: readonly (readonly [string, unknown])[] = [
  ['an Error', new Error('no room')],
  ['a text', 'no room'],
  ['undefined', undefined],
  ['null', null],
  ['an error of another realm', runInNewContext("new Error('no room')")],
  [
    'an object that cannot be read',
    new Proxy({}, { get: unreadable, getPrototypeOf: unreadable, has: unreadable }),
  ],
];

const ways = thrown.flatMap(([name, value]) => [
  {
    way: `throws ${name}`,
    value,
    fail: (): never => {
      throw value;
    },
  },
  { way: `rejects with ${name}`, value, fail: () => Promise.reject(value) },
  {
    way: `returns a thenable that rejects with ${name}`,
    value,
    // biome-ignore lint/suspicious/noThenProperty: it is what some libraries return.
    fail: () => ({ then: (_: unknown, reject: (reason: unknown) => void) => reject(value) }) as never,
  },
]);

/** Where user code plugs in, and the options with which it does. */
const hooks: { hook: string; options: (run: () => never) => Partial<WebhookHandlerOptions> }[] = [
  { hook: 'a handler', options: (run) => ({ on: { 'verification_request.state.change': run } }) },
  { hook: 'get of the store', options: (run) => ({ dedupeStore: { get: run, set: () => {} } }) },
  { hook: 'set of the store', options: (run) => ({ dedupeStore: { get: () => null, set: run } }) },
];

const send = (
  options: Partial<WebhookHandlerOptions>,
  { body }: { body: string } = delivery,
): Promise<Response> =>
  webhookHandler({ token, on: {}, ...options })(
    new Request('https://lender.example.com/', { ...delivery, body }),
  );

describe.for(hooks)('$hook', ({ options }) => {
  test.for(ways)('that $way gets 500, and is reported as it is', async ({ fail, value }) => {
    const errors: unknown[] = [];
    const { status } = await send({
      ...options(fail as () => never),
      onError: (error) => errors.push(error),
    });
    expect(status).toBe(500);
    expect(errors).toHaveLength(1);
    expect(Object.is(errors[0], value)).toBe(true);
  });

  test('that never ends gets 500 after 30 seconds, and is reported by name', async () => {
    const clock = testClock();
    const errors: unknown[] = [];
    const hang = vi.fn(() => new Promise(() => {}));
    const sending = send({ ...options(hang as never), clock, onError: (error) => errors.push(error) });
    await expect.poll(() => hang.mock.calls.length).toBe(1);
    await clock.advance(29_999);
    expect(errors).toEqual([]);
    await clock.advance(1);
    expect((await sending).status).toBe(500);
    expect(errors).toEqual([expect.any(WebhookTimeoutError)]);
    expect(String(errors[0])).toMatch(/ took longer than timeoutMs \(30000\)\.$/);
  });

  test('that fails after its time is ignored', async () => {
    const clock = testClock();
    const errors: unknown[] = [];
    let fail = (): void => undefined;
    const late = () =>
      new Promise((_, reject) => {
        fail = () => reject(new Error('late'));
      });
    const sending = send({ ...options(late as never), clock, onError: (error) => errors.push(error) });
    await expect.poll(() => clock.planned()).toBe(1);
    await clock.advance(30_000);
    await sending;
    fail();
    await clock.advance(1);
    expect(errors).toEqual([expect.any(WebhookTimeoutError)]);
  });
});

test.for(ways)('the handler of unknown events that $way gets 500', async ({ fail, value }) => {
  const errors: unknown[] = [];
  const { status } = await send(
    { on: { unknown: fail }, onError: (error) => errors.push(error) },
    { body: '{"hook":{"event":"order.completed"}}' },
  );
  expect([status, Object.is(errors[0], value)]).toEqual([500, true]);
});

test.for([...ways, { way: 'never ends', fail: () => new Promise(() => {}) }])(
  'onError that $way changes no response',
  async ({ fail }) => {
    expect((await send({ onError: fail as () => void }, { body: '{' })).status).toBe(400);
  },
);

test('console.error is looked up when there is something to report', async () => {
  const handler = webhookHandler({ token, on: {} });
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    expect((await handler(new Request('https://lender.example.com/', { method: 'PUT' }))).status).toBe(405);
    expect(log.mock.calls).toMatchObject([[{ reason: 'method-not-allowed' }]]);
  } finally {
    log.mockRestore();
  }
});

test.for(['a-reason-of-a-later-release', '__proto__', 'toString'])(
  'a handler that throws a WebhookInvalidError with the reason %s gets 500',
  async (reason) => {
    const fail = () => Promise.reject(new WebhookInvalidError(reason as WebhookInvalidReason, 'No.'));
    const { status } = await send({ on: { 'verification_request.state.change': fail }, onError: () => {} });
    expect(status).toBe(500);
  },
);

test('a clock that throws gets 500', async () => {
  const errors: unknown[] = [];
  const { status } = await send({ clock: { after: unreadable }, onError: (error) => errors.push(error) });
  expect([status, errors]).toEqual([500, [new Error('a trap')]]);
});

/** A response that keeps what it is given. */
function response(own: object = {}) {
  const ended: unknown[] = [];
  return { statusCode: 0, setHeader: () => {}, end: (text: string) => ended.push(text), ended, ...own };
}

function nodeSetUp(options: Partial<WebhookHandlerOptions> = {}) {
  const errors: unknown[] = [];
  const handler = nodeWebhookHandler({ token, on: {}, onError: (error) => errors.push(error), ...options });
  return { errors, handler };
}

function throwingAt(name: string, target: object): never {
  return Object.defineProperty(target, name, { get: unreadable, set: unreadable }) as never;
}

async function* piecesOf(...pieces: unknown[]) {
  yield* pieces;
}

/** A request whose body arrives in chunks. */
function request(body: AsyncIterable<unknown>, own: object = {}): NodeRequest {
  return {
    method: 'POST',
    headers: delivery.headers,
    [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
    ...own,
  } as NodeRequest;
}

describe('a request', () => {
  test.for(['method', 'headers', 'body', 'rawBody', 'readableDidRead'])(
    'of Node.js whose %s throws gets 500',
    async (name) => {
      const { errors, handler } = nodeSetUp();
      const responded = response();
      await handler(throwingAt(name, request(piecesOf(delivery.body))), responded);
      expect([responded.statusCode, errors, responded.ended.length]).toEqual([500, [new Error('a trap')], 1]);
    },
  );

  test.for(['method', 'headers', 'body', 'bodyUsed'])(
    'of the Fetch API whose %s throws gets 500',
    async (name) => {
      const errors: unknown[] = [];
      const handler = webhookHandler({ token, on: {}, onError: (error) => errors.push(error) });
      const { status } = await handler(
        throwingAt(name, { method: 'POST', headers: new Headers(delivery.headers) }),
      );
      expect([status, errors]).toEqual([500, [new Error('a trap')]]);
    },
  );

  test.for([null, undefined, 'x', 5, [['X-Truework-Token', token]]])(
    'with invalid headers, %j, gets 500 and is reported',
    async (headers) => {
      const { errors, handler } = nodeSetUp();
      const responded = response();
      await handler(request(piecesOf(delivery.body), { headers }), responded);
      expect([responded.statusCode, errors]).toMatchObject([500, [{ code: 'configuration' }]]);
      expect(String(errors[0])).toContain('headers must be the headers of the request');
    },
  );

  test.for([
    [undefined, 500],
    [null, 500],
    [5, 405],
    [{}, 405],
  ])('that is not a request, %j, gets %i', async ([none, expected]) => {
    const { handler } = nodeSetUp();
    const responded = response();
    await handler(none as never, responded);
    const { status } = await webhookHandler({ token, on: {}, onError: () => {} })(none as never);
    expect([responded.statusCode, status]).toEqual([expected, expected]);
  });
});

describe('a body', () => {
  test.for(ways)('that $way while it is read gets 500', async ({ fail, value }) => {
    const { errors, handler } = nodeSetUp();
    const responded = response();
    const body = { [Symbol.asyncIterator]: () => ({ next: fail as () => never }) };
    await handler(request(body), responded);
    expect([responded.statusCode, errors.length, Object.is(errors[0], value)]).toEqual([500, 1, true]);
  });

  test.for([
    ['that never begins', []],
    ['that never ends', [delivery.body.slice(0, 10)]],
  ] as const)('%s gets 408 after 30 seconds', async ([, pieces]) => {
    const clock = testClock();
    const { errors, handler } = nodeSetUp({ clock });
    const responded = response();
    async function* body() {
      yield* pieces;
      await new Promise(() => {});
    }
    const handling = handler(request(body()), responded);
    await expect.poll(() => clock.planned()).toBe(1);
    await clock.advance(30_000);
    await handling;
    expect([responded.statusCode, errors]).toMatchObject([408, [{ reason: 'body-timeout' }]]);
    expect(String(errors[0])).toContain('timeoutMs (30000)');
  });

  test.for([
    ['of endless empty chunks', new Uint8Array(0), 100_001],
    ['of endless empty strings', '', 100_001],
    ['of endless large chunks', new Uint8Array(2 ** 20), 18],
  ] as const)('%s gets 413', async ([, piece, reads]) => {
    let count = 0;
    async function* body() {
      for (;;) {
        count += 1;
        yield piece;
      }
    }
    const { errors, handler } = nodeSetUp();
    const responded = response();
    await handler(request(body()), responded);
    expect([responded.statusCode, count]).toEqual([413, reads]);
    expect(errors).toMatchObject([{ reason: 'body-too-large' }]);
  });

  test.for([5, null, {}, [1], Symbol('a')])('in invalid chunks, %s, gets 500', async (piece) => {
    const { errors, handler } = nodeSetUp();
    const responded = response();
    await handler(request(piecesOf(piece)), responded);
    expect([responded.statusCode, errors]).toMatchObject([500, [{ code: 'configuration' }]]);
  });

  test('in views and buffers of any kind is taken', async () => {
    const bytes = new TextEncoder().encode(delivery.body);
    const { errors, handler } = nodeSetUp();
    const responded = response();
    const half = bytes.slice(100);
    await handler(request(piecesOf(new DataView(bytes.buffer, 0, 100), half.buffer)), responded);
    expect([responded.statusCode, errors]).toEqual([204, []]);
  });

  test('that other code is reading gets 500', async () => {
    const errors: unknown[] = [];
    const locked = new Request('https://lender.example.com/', delivery);
    locked.body?.getReader();
    const handler = webhookHandler({ token, on: {}, onError: (error) => errors.push(error) });
    expect((await handler(locked)).status).toBe(500);
    expect(errors).toMatchObject([{ code: 'configuration' }]);
  });
});

describe('a response', () => {
  test.for([
    ['headersSent', { headersSent: true }],
    ['writableEnded', { writableEnded: true }],
    ['destroyed', { destroyed: true }],
  ] as const)('that is %s is not changed, whether the handler fails or not', async ([, own]) => {
    for (const reported of [[], [new Error('no room')]]) {
      const handle = () => Promise.all(reported.map((error) => Promise.reject(error)));
      const { errors, handler } = nodeSetUp({ on: { 'verification_request.state.change': handle } });
      const responded = throwingAt('statusCode', response(own)) as ReturnType<typeof response>;
      await handler(request(piecesOf(delivery.body)), responded);
      expect(responded.ended).toEqual([]);
      expect(errors).toEqual(reported);
    }
  });

  test.for([
    ['headersSent', []],
    ['statusCode', ['Failed. Retry the delivery.']],
    ['setHeader', ['Failed. Retry the delivery.']],
    ['end', []],
  ] as const)('whose %s throws is ended if it can be, and reported', async ([name, ended]) => {
    const { errors, handler } = nodeSetUp({ on: { 'verification_request.state.change': unreadable } });
    const responded = throwingAt(name, response()) as ReturnType<typeof response>;
    await handler(request(piecesOf(delivery.body)), responded);
    expect(responded.ended).toEqual(ended);
    await expect.poll(() => errors.length).toBeGreaterThan(1);
    expect(new Set(errors.map(String))).toEqual(new Set(['Error: a trap']));
  });

  test('whose end rejects is reported', async () => {
    const { errors, handler } = nodeSetUp();
    await handler(
      request(piecesOf(delivery.body)),
      response({ end: () => Promise.reject(new Error('no room')) }),
    );
    await expect.poll(() => errors).toEqual([new Error('no room')]);
  });

  test('that is not a response is reported', async () => {
    const { errors, handler } = nodeSetUp();
    await handler(request(piecesOf(delivery.body)), undefined as never);
    await expect.poll(() => errors).toEqual([expect.any(TypeError)]);
  });
});

describe('in a server of Node.js', () => {
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

  const failing = { on: { 'verification_request.state.change': () => Promise.reject(new Error('no room')) } };

  test('a response that was begun before the handler fails stays, and the server goes on', async () => {
    const { errors, handler } = nodeSetUp(failing);
    const settled: string[] = [];
    const port = await listen(async (request, own) => {
      own.write('rece');
      settled.push(await handler(request, own).then(() => 'fulfilled', String));
      own.end('ived');
    });
    for (const _ of [1, 2]) {
      const { status, text } = await fetch(`http://127.0.0.1:${port}/`, delivery).then(async (received) => ({
        status: received.status,
        text: await received.text(),
      }));
      expect([status, text]).toEqual([200, 'received']);
    }
    expect(settled).toEqual(['fulfilled', 'fulfilled']);
    expect(errors).toEqual([new Error('no room'), new Error('no room')]);
  });

  test('a response that was sent before the handler is called stays, and its lost body is reported', async () => {
    const { errors, handler } = nodeSetUp(failing);
    const settled: string[] = [];
    const port = await listen(async (request, own) => {
      own.end('received');
      await once(own, 'finish');
      settled.push(await handler(request, own).then(() => 'fulfilled', String));
    });
    expect((await fetch(`http://127.0.0.1:${port}/`, delivery)).status).toBe(200);
    await expect.poll(() => settled).toEqual(['fulfilled']);
    // Node.js throws away the body of a request that was responded to.
    expect(errors).toMatchObject([{ code: 'configuration' }]);
    expect(String(errors[0])).toContain('the response was sent before');
  });

  test('a sender that hangs up while the handler works is no error of its own', async () => {
    let fail = (): void => undefined;
    const working = new Promise<void>((_, reject) => {
      fail = () => reject(new Error('no room'));
    });
    const settled: string[] = [];
    let hasBegun = false;
    const { errors, handler } = nodeSetUp({
      on: {
        'verification_request.state.change': () => {
          hasBegun = true;
          return working;
        },
      },
    });
    let isClosed = false;
    const port = await listen(async (request, own) => {
      own.on('close', () => {
        isClosed = true;
      });
      settled.push(await handler(request, own).then(() => 'fulfilled', String));
    });
    const socket = connect(port, '127.0.0.1');
    const { body } = delivery;
    socket.write(
      `POST / HTTP/1.1\r\nHost: a\r\nX-Truework-Token: ${token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => hasBegun).toBe(true);
    socket.destroy();
    await expect.poll(() => isClosed).toBe(true);
    fail();
    await expect.poll(() => settled).toEqual(['fulfilled']);
    expect(errors).toEqual([new Error('no room')]);
  });

  test('a request that was destroyed before the handler gets it is reported', async () => {
    const { errors, handler } = nodeSetUp();
    const settled: string[] = [];
    const port = await listen(async (request, own) => {
      request.destroy();
      settled.push(await handler(request, own).then(() => 'fulfilled', String));
    });
    await fetch(`http://127.0.0.1:${port}/`, delivery).catch(() => {});
    await expect.poll(() => settled).toEqual(['fulfilled']);
    expect(errors).toHaveLength(1);
  });

  test('a body that stalls gets 408', async () => {
    const clock: TestClock = testClock();
    const { errors, handler } = nodeSetUp({ clock });
    const port = await listen(handler);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nHost: a\r\nX-Truework-Token: ${token}\r\nContent-Length: 500\r\n\r\n{"hook"`,
    );
    await expect.poll(() => clock.planned()).toBe(1);
    await clock.advance(30_000);
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/^HTTP\/1.1 408 /);
    expect(errors).toMatchObject([{ reason: 'body-timeout' }]);
    socket.destroy();
  });
});
