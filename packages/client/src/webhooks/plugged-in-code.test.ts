import { describe, expect, test, vi } from 'vitest';
import { callByHand } from '../../test/support/call-by-hand.ts';
import { type Failing, rejecting, rejectingThenables, throwing } from '../../test/support/failing-code.ts';
import { testClock } from '../../test/support/test-clock.ts';
import {
  chunksOf,
  delivery,
  nodeRequest,
  nodeResponse,
  testHandler,
  testNodeHandler,
} from '../../test/support/webhooks.ts';
import type { Clock } from '../clock.ts';
import type { WebhookHandlerOptions } from './webhook-handler.ts';
import { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

// Whatever a user's code throws, rejects with or never finishes: the delivery gets its response, and no rejection is unhandled, for which
// Vitest would fail the run.

const ways: readonly Failing[] = [...throwing, ...rejecting, ...rejectingThenables];

const unreadable = () => {
  throw new Error('a trap');
};

const notJson = { ...delivery, body: '{' };

/** Where user code plugs in, and the options with which it does. */
const hooks: { hook: string; options: (run: () => never) => Partial<WebhookHandlerOptions> }[] = [
  { hook: 'a handler', options: (run) => ({ on: { 'verification_request.state.change': run } }) },
  { hook: 'get of the store', options: (run) => ({ dedupeStore: { get: run, set: () => {} } }) },
  { hook: 'set of the store', options: (run) => ({ dedupeStore: { get: () => null, set: run } }) },
];

describe.for(hooks)('$hook', ({ options }) => {
  test.for(ways)('that $way gets 500, and is reported as it is', async ({ fail, value }) => {
    const { errors, send } = testHandler(options(fail));
    expect((await send()).status).toBe(500);
    expect([errors.length, Object.is(errors[0], value)]).toEqual([1, true]);
  });

  test('that never ends gets 500 after 30 seconds, and is reported by name', async () => {
    const clock = testClock();
    const hanging = callByHand();
    const { errors, send } = testHandler({ ...options(hanging.run as never), clock });
    const sending = send();
    await expect.poll(() => hanging.calls()).toBe(1);
    await clock.advance(29_999);
    expect(errors).toEqual([]);
    expect((await clock.run(sending)).status).toBe(500);
    expect(String(errors)).toMatch(/^WebhookTimeoutError: .* took longer than timeoutMs \(30000\)\.$/);
  });

  test('that fails after its time is ignored', async () => {
    const clock = testClock();
    const late = callByHand();
    const { errors, send } = testHandler({ ...options(late.run as never), clock });
    const sending = send();
    await expect.poll(() => clock.planned()).toBe(1);
    await clock.run(sending);
    late.fail(new Error('late'));
    await clock.advance(1);
    expect(errors).toEqual([expect.any(WebhookTimeoutError)]);
  });
});

test.for([...ways, { way: 'never ends', fail: () => new Promise(() => {}) }])(
  'onError that $way changes no response',
  async ({ fail }) => {
    expect((await testHandler({ onError: fail as () => void }).send(notJson)).status).toBe(400);
  },
);

test('console.error is looked up when there is something to report', async () => {
  const { send } = testHandler({ onError: undefined });
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    expect((await send({ method: 'PUT' })).status).toBe(405);
    expect(log.mock.calls).toMatchObject([[{ reason: 'method-not-allowed' }]]);
  } finally {
    log.mockRestore();
  }
});

test.for(['a-reason-of-a-later-release', '__proto__', 'toString'])(
  'a handler that throws a WebhookInvalidError with the reason %s gets 500',
  async (reason) => {
    const fail = () => Promise.reject(new WebhookInvalidError(reason as WebhookInvalidReason, 'No.'));
    const { send } = testHandler({ on: { 'verification_request.state.change': fail } });
    expect((await send()).status).toBe(500);
  },
);

test.for<[string, Clock['after'], Error]>([
  ['throws', unreadable, new Error('a trap')],
  [
    'calls back at once',
    (_, callback) => {
      callback();
      return () => {};
    },
    new TypeError('no time'),
  ],
])('a clock that %s gets 500', async ([, after, error]) => {
  const { errors, send } = testHandler({ clock: { now: Date.now, after } });
  expect((await send()).status).toBe(500);
  expect(errors).toEqual([error]);
});

function throwingAt(name: string, target: object): never {
  return Object.defineProperty(target, name, { get: unreadable, set: unreadable }) as never;
}

describe('a request', () => {
  test.for(['method', 'headers', 'body', 'rawBody', 'readableDidRead'])(
    'of Node.js whose %s throws gets 500',
    async (name) => {
      const { errors, handler } = testNodeHandler();
      const response = nodeResponse();
      await handler(throwingAt(name, nodeRequest(chunksOf(delivery.body))), response);
      expect([response.statusCode, errors, response.ended.length]).toEqual([500, [new Error('a trap')], 1]);
    },
  );

  test.for(['method', 'headers', 'body', 'bodyUsed'])(
    'of the Fetch API whose %s throws gets 500',
    async (name) => {
      const { errors, handler } = testHandler();
      const request = { method: 'POST', headers: new Headers(delivery.headers) };
      expect((await handler(throwingAt(name, request))).status).toBe(500);
      expect(errors).toEqual([new Error('a trap')]);
    },
  );

  test('of Node.js that cannot be read is reported', async () => {
    const { errors, statusOf } = testNodeHandler();
    expect(await statusOf({ method: 'POST', headers: delivery.headers } as never)).toBe(500);
    expect(errors).toMatchObject([{ code: 'configuration' }]);
  });

  test.for([
    [undefined, 500],
    [null, 500],
    [5, 405],
    [{}, 405],
  ])('that is not a request, %j, gets %i', async ([none, status]) => {
    expect(await testNodeHandler().statusOf(none as never)).toBe(status);
    expect((await testHandler().handler(none as never)).status).toBe(status);
  });
});

describe('a body', () => {
  test.for(ways)('that $way while it is read gets 500', async ({ fail, value }) => {
    const { errors, statusOf } = testNodeHandler();
    const body = { [Symbol.asyncIterator]: () => ({ next: fail }) };
    expect(await statusOf(nodeRequest(body))).toBe(500);
    expect([errors.length, Object.is(errors[0], value)]).toEqual([1, true]);
  });

  test.for([5, null, {}, [1], Symbol('a')])('in invalid chunks, %s, gets 500', async (chunk) => {
    const { errors, statusOf } = testNodeHandler();
    expect(await statusOf(nodeRequest(chunksOf(chunk)))).toBe(500);
    expect(errors).toMatchObject([{ code: 'configuration' }]);
  });

  test('in views and buffers of any kind is taken', async () => {
    const bytes = new TextEncoder().encode(delivery.body);
    const { errors, handler } = testNodeHandler();
    const response = nodeResponse();
    const chunks = [new DataView(bytes.buffer, 0, 100), bytes.slice(100).buffer];
    await handler(nodeRequest(chunksOf(...chunks)), response);
    expect([response.statusCode, response.ended, errors]).toEqual([204, [''], []]);
    const { statusOf } = testNodeHandler();
    expect(await statusOf(nodeRequest(chunksOf(), { rawBody: bytes.buffer }))).toBe(204);
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
      const { errors, handler } = testNodeHandler({ on: { 'verification_request.state.change': handle } });
      const response = throwingAt('statusCode', nodeResponse(own)) as ReturnType<typeof nodeResponse>;
      await handler(nodeRequest(chunksOf(delivery.body)), response);
      expect(response.ended).toEqual([]);
      expect(errors).toEqual(reported);
    }
  });

  test.for([
    ['headersSent', []],
    ['statusCode', ['Failed. Retry the delivery.']],
    ['setHeader', ['Failed. Retry the delivery.']],
    ['end', []],
  ] as const)('whose %s throws is ended if it can be, and reported', async ([name, ended]) => {
    const { errors, handler } = testNodeHandler({ on: { 'verification_request.state.change': unreadable } });
    const response = throwingAt(name, nodeResponse()) as ReturnType<typeof nodeResponse>;
    await handler(nodeRequest(chunksOf(delivery.body)), response);
    expect(response.ended).toEqual(ended);
    await expect.poll(() => errors.length).toBeGreaterThan(1);
    expect(new Set(errors.map(String))).toEqual(new Set(['Error: a trap']));
  });

  test('whose end rejects is reported', async () => {
    const { errors, handler } = testNodeHandler();
    const response = nodeResponse({ end: () => Promise.reject(new Error('no room')) });
    await handler(nodeRequest(chunksOf(delivery.body)), response);
    await expect.poll(() => errors).toEqual([new Error('no room')]);
  });

  test('that is not a response is reported', async () => {
    const { errors, handler } = testNodeHandler();
    await handler(nodeRequest(chunksOf(delivery.body)), undefined as never);
    await expect.poll(() => errors).toEqual([expect.any(TypeError)]);
  });
});
