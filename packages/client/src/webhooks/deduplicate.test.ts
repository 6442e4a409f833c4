import { expect, test, vi } from 'vitest';
import { testClock } from '../../test/support/test-clock.ts';
import { systemClock } from '../clock.ts';
import { testEvent } from './create-test-event.ts';
import { handleOnce, recentStates } from './deduplicate.ts';
import type { WebhookEvent } from './event.ts';
import { readEvent } from './read-event.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

const token = 'test-hook-token';
const limits = { timeoutMs: 30_000, clock: systemClock };

function change(state: string, id = 'test-verification', hookId = 1): Promise<WebhookEvent> {
  const { headers, body } = testEvent({
    token,
    type: 'verification_request.state.change',
    data: { verification_request_id: id },
    hook: { id: hookId },
  });
  return readEvent({ headers, body: body.replace('"completed"', JSON.stringify(state)) }, token);
}

/** Handles the events in turn, and says how often each was handled. */
async function handled(events: readonly WebhookEvent[], store = recentStates()): Promise<unknown[]> {
  const seen: unknown[] = [];
  const handle = handleOnce(
    store,
    (event) => {
      seen.push((event.data as { state?: unknown }).state);
    },
    limits,
  );
  for (const event of events) await handle(event);
  return seen;
}

test('a repeated event is not handled again', async () => {
  const event = await change('completed');
  expect(await handled([event, event, await change('completed')])).toEqual(['completed']);
});

test('a state that is reached again is handled', async () => {
  const states = ['processing', 'action-required', 'processing', 'completed'];
  expect(await handled(await Promise.all(states.map((state) => change(state))))).toEqual(states);
});

test('verifications, hooks, events and sessions are distinguished', async () => {
  const session = (sessionToken: string) =>
    readEvent(
      testEvent({
        token,
        type: 'credentials_session.state.change',
        data: { token: sessionToken, state: 'completed' },
      }),
      token,
    );
  const events = await Promise.all([
    change('completed', 'a'),
    change('completed', 'b'),
    change('completed', 'a', 2),
    session('a'),
    session('b'),
    session('a'),
  ]);
  expect(await handled(events)).toHaveLength(5);
});

test('an unknown event is distinguished by all of its content', async () => {
  const unknown = (id: string) =>
    readEvent(
      {
        headers: { 'X-Truework-Token': token },
        body: JSON.stringify({ hook: { id: 1, event: 'order.completed' }, data: { order_id: id } }),
      },
      token,
    );
  expect(await handled([await unknown('a'), await unknown('b'), await unknown('a')])).toHaveLength(2);
});

test('an event whose handler failed is handled again', async () => {
  let calls = 0;
  const handle = handleOnce(
    recentStates(),
    () => {
      if (++calls === 1) throw new Error('the queue is full');
    },
    limits,
  );
  const event = await change('completed');
  await expect(handle(event)).rejects.toThrow('the queue is full');
  await handle(event);
  await handle(event);
  expect(calls).toBe(2);
});

test('an event that comes while it is being handled waits for the outcome', async () => {
  const event = await change('completed');
  let calls = 0;
  let end = (_error?: Error): void => undefined;
  const handle = handleOnce(
    recentStates(),
    () => {
      calls++;
      return new Promise<void>((resolve, reject) => {
        end = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
    limits,
  );
  const outcomes = Promise.allSettled([handle(event), handle(event)]);
  await expect.poll(() => calls).toBe(1);
  end(new Error('failed'));
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = Promise.allSettled([handle(event), handle(event)]);
  await expect.poll(() => calls).toBe(2);
  end();
  expect((await again).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(calls).toBe(2);
});

test('a Map is a store, a store may be asynchronous, and keys contain neither an id nor a token', async () => {
  const map = new Map<string, string>();
  const slow = {
    get: async (key: string) => map.get(key),
    set: async (key: string, s: string) => map.set(key, s),
  };
  const event = await change('completed', 'a-verification-id');
  expect(await handled([event], map)).toEqual(['completed']);
  expect(await handled([event, event], slow)).toEqual([]);
  expect([...map]).toEqual([[expect.stringMatching(/^[0-9a-f]{64}$/), 'completed']]);
});

test('the store in memory removes the oldest entries first, and those that are too old', () => {
  let now = 0;
  const store = recentStates({ maxEntries: 2, maxAgeMs: 1_000, clock: { now: () => now } });
  store.set('a', '1');
  store.set('b', '1');
  store.set('a', '2');
  store.set('c', '1');
  expect(['a', 'b', 'c'].map((key) => store.get(key))).toEqual(['2', undefined, '1']);
  now = 1_000;
  expect(store.get('a')).toBe('2');
  now = 1_001;
  expect(store.get('a')).toBeUndefined();
});

test('the store in memory has 10,000 entries and 48 hours by default', () => {
  let now = 0;
  const store = recentStates({ clock: { now: () => now } });
  for (let index = 0; index <= 10_000; index++) store.set(String(index), 'completed');
  expect([store.get('0'), store.get('1')]).toEqual([undefined, 'completed']);
  now = 48 * 3_600_000;
  expect(store.get('1')).toBe('completed');
  now++;
  expect(store.get('1')).toBeUndefined();
});

/** A handler that a test ends by hand, once for each time that it was called. */
function handlerByHand() {
  const ends: (() => void)[] = [];
  return { ends, handle: () => new Promise<void>((resolve) => ends.push(resolve)) };
}

test('an event whose handler takes too long fails, and is not handled when it ends late', async () => {
  const clock = testClock();
  const store = new Map<string, string>();
  const { ends, handle } = handlerByHand();
  const once = handleOnce(store, handle, { timeoutMs: 1_000, clock });
  const event = await change('completed');
  const first = once(event);
  await expect.poll(() => ends.length).toBe(1);
  const failure = expect(first).rejects.toThrow(
    new WebhookTimeoutError('the handler took longer than timeoutMs (1000).'),
  );
  await clock.advance(999);
  expect(clock.planned()).toBe(1);
  await clock.advance(1);
  await failure;
  ends[0]?.();
  await clock.advance(0);
  expect([...store]).toEqual([]);
  const second = once(event);
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await second;
  expect([[...store.values()], clock.planned()]).toEqual([['completed'], 0]);
});

test.for([
  ['get', 'dedupeStore.get() took longer than timeoutMs (1000).', 0],
  ['set', 'dedupeStore.set() took longer than timeoutMs (1000).', 1],
] as const)('a store whose %s hangs fails the event', async ([method, message, handledTimes]) => {
  const clock = testClock();
  let asked = 0;
  let calls = 0;
  const hang = () => {
    asked += 1;
    return new Promise<undefined>(() => {});
  };
  const store = Object.assign(new Map<string, string>(), { [method]: hang });
  const handling = handleOnce(store, () => calls++, { timeoutMs: 1_000, clock })(await change('completed'));
  const failure = expect(handling).rejects.toThrow(message);
  await expect.poll(() => asked).toBe(1);
  await clock.advance(1_000);
  await failure;
  expect(calls).toBe(handledTimes);
});

test('a store that is too late does not start the handler', async () => {
  const clock = testClock();
  let give = (): void => undefined;
  let calls = 0;
  const get = () =>
    new Promise<undefined>((resolve) => {
      give = () => resolve(undefined);
    });
  const once = handleOnce({ get, set() {} }, () => calls++, { timeoutMs: 1_000, clock });
  const handling = once(await change('completed'));
  const failure = expect(handling).rejects.toBeInstanceOf(WebhookTimeoutError);
  await expect.poll(() => clock.planned()).toBe(1);
  await clock.advance(1_000);
  await failure;
  give();
  await clock.advance(0);
  expect(calls).toBe(0);
});

test('a state that comes back is handled, though the first time in it ended after another state', async () => {
  const { ends, handle } = handlerByHand();
  let calls = 0;
  const once = handleOnce(
    recentStates(),
    (event) => {
      calls += 1;
      return calls === 1 ? handle() : event;
    },
    limits,
  );
  const slow = once(await change('action-required'));
  await expect.poll(() => ends.length).toBe(1);
  await once(await change('processing'));
  ends[0]?.();
  await slow;
  await once(await change('action-required'));
  expect(calls).toBe(3);
});

test('of events that are handled at once there are 10,000 at most, and later ones again', async () => {
  const ring: (() => void)[] = [];
  let calls = 0;
  const hang = () => {
    calls += 1;
    return new Promise(() => {});
  };
  const clock = {
    after(_: number, callback: () => void) {
      ring.push(callback);
      return () => {};
    },
  };
  const once = handleOnce(new Map(), hang, { timeoutMs: 1_000, clock });
  const event = await change('completed');
  const events = Array.from({ length: 10_000 }, (_, id) => ({ ...event, hook: { ...event.hook, id } }));
  const handling = Promise.allSettled(events.map((one) => once(one as WebhookEvent)));
  await expect.poll(() => calls).toBe(10_000);
  await expect(once(await change('completed', 'another'))).rejects.toEqual(
    new WebhookInvalidError('too-many', '10000 events are being handled already.'),
  );
  for (const callback of ring) callback();
  expect(new Set((await handling).map(({ status }) => status))).toEqual(new Set(['rejected']));
  once(event).catch(() => {});
  await expect.poll(() => calls).toBe(10_001);
});

test.for<[string, number, string]>([
  ['get', 1, 'dedupeStore.get() took longer than timeoutMs (1000).'],
  ['handler', 1, 'the handler took longer than timeoutMs (1000).'],
  ['get', 2, 'dedupeStore.get() took longer than timeoutMs (1000).'],
  ['set', 1, 'dedupeStore.set() took longer than timeoutMs (1000).'],
])('what hangs is named: %s, call %d', async ([which, call, message]) => {
  let ring = () => {};
  const calls: Record<string, number> = {};
  let isHanging = (): void => undefined;
  const hangs = new Promise<void>((resolve) => {
    isHanging = resolve;
  });
  const step = (name: string) => {
    calls[name] = (calls[name] ?? 0) + 1;
    if (name !== which || calls[name] !== call) return undefined;
    isHanging();
    return new Promise<undefined>(() => {});
  };
  const clock = {
    after(_: number, callback: () => void) {
      ring = callback;
      return () => {};
    },
  };
  const store = { get: () => step('get'), set: () => step('set') };
  const handle = handleOnce(store, () => step('handler'), { timeoutMs: 1_000, clock });
  const handling = expect(handle(await change('completed'))).rejects.toMatchObject({
    code: 'webhook-timeout',
    message,
  });
  await hangs;
  ring();
  await handling;
});

test('the store in memory uses a monotonic clock', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  try {
    const store = recentStates();
    store.set('a', 'completed');
    vi.setSystemTime(72 * 3_600_000);
    expect(store.get('a')).toBe('completed');
  } finally {
    vi.useRealTimers();
  }
});

test('of an unknown event nothing but its digest is stored, as it has no state', async () => {
  const store = new Map<string, string>();
  const body = JSON.stringify({ hook: { id: 1, event: 'order.completed' }, data: { order_id: 'a' } });
  await handled([await readEvent({ headers: { 'X-Truework-Token': token }, body }, token)], store);
  expect([...store]).toEqual([[expect.stringMatching(/^[\da-f]{64}$/), '']]);
});
