import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { callByHand } from '../../test/support/call-by-hand.ts';
import { type TestClock, testClock } from '../../test/support/test-clock.ts';
import { systemClock } from '../clock.ts';
import { testEvent } from './create-test-event.ts';
import { handleOnce, recentStates } from './deduplicate.ts';
import type { WebhookEvent } from './event.ts';
import { readEvent } from './read-event.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';
import { WebhookTimeoutError } from './webhook-timeout-error.ts';

const token = 'test-hook-token';
const limits = { timeoutMs: 30_000, clock: systemClock };
const hour = 3_600_000;

function change(state: string, id = 'test-verification', hookId = 1): Promise<WebhookEvent> {
  const data = { verification_request_id: id };
  const hook = { id: hookId };
  const { headers, body } = testEvent({ token, type: 'verification_request.state.change', data, hook });
  return readEvent({ headers, body: body.replace('"completed"', JSON.stringify(state)) }, token);
}

function ofSession(sessionToken: string, hookId = 1): Promise<WebhookEvent> {
  const data = { token: sessionToken, state: 'completed' };
  const hook = { id: hookId };
  return readEvent(testEvent({ token, type: 'credentials_session.state.change', data, hook }), token);
}

function unknown(orderId: string, hookId = 1): Promise<WebhookEvent> {
  const hook = { id: hookId, event: 'order.completed' };
  const body = JSON.stringify({ hook, data: { order_id: orderId } });
  return readEvent({ headers: { 'X-Truework-Token': token }, body }, token);
}

/** Handles events in turn, and says with which states the handler was called. */
async function handled(
  events: readonly (WebhookEvent | Promise<WebhookEvent>)[],
  store: Parameters<typeof handleOnce>[0] = recentStates(),
): Promise<unknown[]> {
  const seen: unknown[] = [];
  const handle = handleOnce(store, ({ data }) => seen.push((data as { state?: unknown }).state), limits);
  for (const event of events) await handle(await event);
  return seen;
}

describe('an event', () => {
  test('that is repeated is not handled again', async () => {
    const event = await change('completed');
    expect(await handled([event, event, change('completed')])).toEqual(['completed']);
  });

  test('with a state that is reached again is handled', async () => {
    const states = ['processing', 'action-required', 'processing', 'completed'];
    expect(await handled(states.map((state) => change(state)))).toEqual(states);
  });

  test('is distinguished by verification, hook and session', async () => {
    const of = (id: string, hookId?: number) => change('completed', id, hookId);
    const sessions = [ofSession('a'), ofSession('b'), ofSession('a', 2), ofSession('a')];
    expect(await handled([of('a'), of('b'), of('a', 2), ...sessions])).toHaveLength(6);
  });

  test('that is unknown is distinguished by all of its content', async () => {
    expect(await handled([unknown('a'), unknown('b'), unknown('a'), unknown('a', 2)])).toHaveLength(3);
  });

  test('that comes while it is being handled waits for the outcome', async () => {
    const event = await change('completed');
    const work = callByHand();
    const handle = handleOnce(recentStates(), work.run, limits);
    const statuses = async (handling: Promise<unknown>[]) =>
      (await Promise.allSettled(handling)).map(({ status }) => status);
    const first = statuses([handle(event), handle(event)]);
    await expect.poll(work.calls).toBe(1);
    work.fail(new Error('failed'));
    expect(await first).toEqual(['rejected', 'rejected']);
    const again = statuses([handle(event), handle(event)]);
    await expect.poll(work.calls).toBe(2);
    work.end(1);
    expect(await again).toEqual(['fulfilled', 'fulfilled']);
    expect(work.calls()).toBe(2);
  });

  test.for([
    ['processing', 'action-required'],
    ['action-required', 'processing'],
  ])(
    'whose state comes back is handled, though the first time in it ended after another state: %s, %s',
    async (states) => {
      const work = callByHand();
      const seen: WebhookEvent[] = [];
      const handle = handleOnce(
        recentStates(),
        (event) => (seen.push(event) === 1 ? work.run() : undefined),
        limits,
      );
      const slow = handle(await change('action-required'));
      await expect.poll(work.calls).toBe(1);
      await handle(await change('processing'));
      work.end();
      await slow;
      // Which of the two is the last state is unknown, so each is handled again.
      for (const state of states) await handle(await change(state));
      expect(seen).toHaveLength(4);
    },
  );

  test('that two processes handle at the same time is stored as handled', async () => {
    const store = new Map<string, string>();
    const work = callByHand();
    const event = await change('completed');
    const handling = [1, 2].map(() => handleOnce(store, work.run, limits)(event));
    await expect.poll(work.calls).toBe(2);
    for (const [index, each] of handling.entries()) {
      work.end(index);
      await each;
    }
    expect([...store.values()]).toEqual(['completed']);
  });

  // The timers of a worker's request end with it.
  const lostTimers = (clock: TestClock, after = () => () => {}) => ({
    timeoutMs: 1_000,
    clock: { ...clock, after },
  });

  test('is one of at most 10,000 that are handled at once, and whose request has not ended', async () => {
    const clock = testClock();
    const work = callByHand();
    const handle = handleOnce(new Map(), work.run, lostTimers(clock));
    const event = await change('completed');
    const events = Array.from({ length: 10_000 }, (_, id) => ({ ...event, hook: { ...event.hook, id } }));
    const handling = events.map((each) => handle(each as WebhookEvent));
    await expect.poll(work.calls, { timeout: 60_000 }).toBe(10_000);
    const tooMany = new WebhookInvalidError('too-many', '10000 events are being handled already.');
    await expect(handle(await change('completed', 'another'))).rejects.toEqual(tooMany);
    work.end();
    await Promise.race(handling);
    handle(await change('completed', 'another')).catch(() => {});
    await expect.poll(work.calls).toBe(10_001);
    await clock.advance(1_999);
    await expect(handle(await change('completed', 'last'))).rejects.toEqual(tooMany);
    await clock.advance(1);
    handle(await change('completed', 'last')).catch(() => {});
    await expect.poll(work.calls).toBe(10_002);
  });

  test('whose request has ended is handled again, and its late end leaves that alone', async () => {
    const clock = testClock();
    const work = callByHand();
    const store = { get: () => null, set: () => {} };
    const after = vi.fn(() => () => {});
    const handle = handleOnce(store, work.run, lostTimers(clock, after));
    const event = await change('completed');
    const first = handle(event);
    await expect.poll(work.calls).toBe(1);
    await clock.advance(2_000);
    const others = [handle(event)];
    await expect.poll(work.calls).toBe(2);
    work.end();
    await first;
    others.push(handle(event));
    await expect.poll(() => after.mock.calls.length).toBe(3);
    await clock.advance(0);
    expect(work.calls()).toBe(2);
    work.end(1);
    await Promise.all(others);
  });
});

describe('a store', () => {
  test('may be a Map or asynchronous, and has digests and states', async () => {
    const map = new Map<string, string>();
    const event = await change('completed', 'a-verification-id');
    expect(await handled([event], map)).toEqual(['completed']);
    const slow = {
      get: async (key: string) => map.get(key),
      set: async (key: string, state: string) => map.set(key, state),
    };
    expect(await handled([event, event], slow)).toEqual([]);
    const subject = JSON.stringify([1, 'verification_request.state.change', 'a-verification-id']);
    const key = createHash('sha256').update(subject).digest('hex');
    expect([...map]).toEqual([[key, 'completed']]);
  });

  test('has the digest of an unknown event alone, as it has no state', async () => {
    const store = new Map<string, string>();
    await handled([unknown('a')], store);
    expect([...store]).toEqual([[expect.stringMatching(/^[\da-f]{64}$/), '']]);
  });
});

describe('the store in memory', () => {
  test('removes the oldest entries first, and those that are too old', () => {
    let now = 5_000;
    const store = recentStates({ maxEntries: 2, maxAgeMs: 1_000, clock: { now: () => now } });
    store.set('a', '1');
    store.set('b', '1');
    store.set('a', '2');
    store.set('c', '1');
    expect(['a', 'b', 'c'].map((key) => store.get(key))).toEqual(['2', undefined, '1']);
    now = 6_000;
    expect(store.get('a')).toBe('2');
    now = 6_001;
    expect(store.get('a')).toBeUndefined();
  });

  test('has 10,000 entries and 48 hours by default', () => {
    let now = 0;
    const store = recentStates({ clock: { now: () => now } });
    for (let index = 0; index <= 10_000; index++) store.set(String(index), 'completed');
    expect([store.get('0'), store.get('1')]).toEqual([undefined, 'completed']);
    now = 48 * hour;
    expect(store.get('1')).toBe('completed');
    now++;
    expect(store.get('1')).toBeUndefined();
  });

  test('uses a monotonic clock', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    try {
      const store = recentStates();
      store.set('a', 'completed');
      vi.setSystemTime(72 * hour);
      expect(store.get('a')).toBe('completed');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('what takes too long', () => {
  test.for([
    ['dedupeStore.get()', 1, { isHandled: false }],
    ['the handler', 1, { isHandled: true }],
    ['dedupeStore.get()', 2, { isHandled: true }],
    ['dedupeStore.set()', 1, { isHandled: true }],
  ] as const)('is named: %s, call %i', async ([slow, call, { isHandled }]) => {
    const clock = testClock();
    const hanging = callByHand();
    const calls: string[] = [];
    const step = (name: string): undefined => {
      calls.push(name);
      const isSlow = name === slow && calls.filter((each) => each === name).length === call;
      return isSlow ? (hanging.run() as never) : undefined;
    };
    const store = { get: () => step('dedupeStore.get()'), set: () => step('dedupeStore.set()') };
    const handle = handleOnce(store, () => step('the handler'), { timeoutMs: 1_000, clock });
    const failure = expect(handle(await change('completed'))).rejects.toThrow(
      new WebhookTimeoutError(`${slow} took longer than timeoutMs (1000).`),
    );
    await expect.poll(hanging.calls).toBe(1);
    await clock.advance(999);
    expect(clock.planned()).toBe(1);
    await clock.advance(1);
    await failure;
    expect(clock.planned()).toBe(0);
    expect(calls.includes('the handler')).toBe(isHandled);
    // Nothing is started late.
    const before = [...calls];
    hanging.end();
    await clock.advance(0);
    expect(calls).toEqual(before);
  });
});
