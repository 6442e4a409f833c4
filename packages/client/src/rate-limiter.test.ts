import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  neverRespond,
  type Responder,
  respondWith,
  type TestClient,
  testClient,
  token,
  verification,
} from '../test/support/test-client.ts';
import { systemClock } from './clock.ts';
import type { FetchInit } from './fetch.ts';
import { createTruework } from './truework.ts';

const one = respondWith(200, verification('AAAA'));

/** A client with its own limiter. */
function limited(): TestClient {
  return testClient(one, { rateLimiter: undefined, deadlineMs: 1e9 });
}

function inAnySecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length));
}

describe('the limiter of a client', () => {
  test('sends ten requests at once, and no more than ten in any second', async () => {
    const { truework, clock, times } = limited();
    await clock.run(Promise.all(Array.from({ length: 100 }, () => truework.verifications.get('AAAA'))));
    expect(times).toHaveLength(100);
    expect(times.slice(0, 11)).toEqual([...Array(10).fill(0), 1_020]);
    expect(inAnySecond(times)).toBe(10);
    expect(times.at(-1)).toBe(9 * 1_020);
  });

  test('does not delay slower requests', async () => {
    const { truework, clock, times } = limited();
    for (let turn = 0; turn < 30; turn += 1) {
      await truework.verifications.get('AAAA');
      await clock.advance(110);
    }
    expect(times).toEqual(Array.from({ length: 30 }, (_, index) => index * 110));
  });

  test('counts by a sliding window', async () => {
    const { truework, clock, times } = limited();
    const get = () => truework.verifications.get('AAAA');
    await Promise.all(Array.from({ length: 5 }, get));
    await clock.advance(900);
    await clock.run(Promise.all(Array.from({ length: 15 }, get)));
    expect(inAnySecond(times)).toBe(10);
  });

  test('sends requests in the order of their calls', async () => {
    const { truework, clock, sent } = limited();
    const ids = Array.from({ length: 25 }, (_, index) => `ID-${index}`);
    await clock.run(Promise.all(ids.map((id) => truework.verifications.get(id))));
    expect(sent.map(({ url }) => url.split('/').at(-1))).toEqual(ids);
  });

  test('gives a turn to who waits for it, not to who calls just then', async () => {
    const { truework, clock, sent } = limited();
    clock.after(1_020, () => truework.verifications.get('LATER'));
    for (let turn = 0; turn < 10; turn += 1) {
      await truework.verifications.get('AAAA');
      await clock.advance(100);
    }
    await clock.run(truework.verifications.get('FIRST'));
    await clock.advance(100);
    expect(sent.slice(10).map(({ url }) => url.split('/').at(-1))).toEqual(['FIRST', 'LATER']);
  });

  test('wakes one whose timer is late when another one takes its turn', async () => {
    const { truework, clock, times } = limited();
    const calls = Array.from({ length: 10 }, () => truework.verifications.get('AAAA'));
    const { after } = clock;
    Object.assign(clock, { after: (ms: number, callback: () => void) => after(ms + 900, callback) });
    calls.push(truework.verifications.get('LATE'));
    await clock.advance(0);
    Object.assign(clock, { after });
    calls.push(truework.verifications.get('NEXT'));
    await clock.run(Promise.all(calls));
    expect(times.slice(10)).toEqual([1_020, 1_020]);
  });

  test('wakes one whose timer never fires, once it is late, and the others do not wait for it', async () => {
    const { truework, clock, times } = limited();
    const calls = Array.from({ length: 10 }, () => truework.verifications.get('AAAA'));
    const { after } = clock;
    Object.assign(clock, { after: () => () => {} });
    calls.push(truework.verifications.get('STUCK'));
    await clock.advance(0);
    Object.assign(clock, { after });
    await clock.advance(5_000);
    calls.push(truework.verifications.get('NEXT'));
    await clock.run(Promise.all(calls));
    expect(times.slice(10)).toEqual([5_000, 5_000]);
  });

  test('counts retries too', async () => {
    const client = testClient(respondWith(500), {
      rateLimiter: undefined,
      random: () => 0,
      retries: 14,
    });
    const before = client.clock.now();
    await client.errorOf(client.truework.verifications.get('AAAA'));
    expect(client.sent).toHaveLength(15);
    expect(client.clock.now() - before).toBe(1_020);
  });

  test('does not send a request that has no turn before its deadline', async () => {
    const { truework, clock, sent, errorOf } = limited();
    const before = clock.now();
    const calls = Array.from({ length: 10 }, () => truework.verifications.get('AAAA'));
    const late = truework.verifications.get('LATE', {}, { deadlineMs: 500 });
    const error = await errorOf(late);
    expect(clock.now() - before).toBeLessThanOrEqual(500);
    await Promise.all(calls);
    const message = 'getVerification: the deadline of 500 ms passed before the request was sent.';
    expect(error).toMatchObject({ code: 'timeout', operation: 'getVerification', message });
    expect(error).not.toHaveProperty('attempt');
    expect(sent).toHaveLength(10);
  });

  test('has turns for a fetch of the caller that sends several requests, and for no other', async () => {
    const fetch = vi.fn(async (url: string, init: FetchInit) => one(url, init));
    const { truework, clock } = testClient(one, { fetch, rateLimiter: undefined });
    const { truework: unlimited } = testClient(one, { fetch });
    await truework.verifications.get('AAAA');
    await unlimited.verifications.get('AAAA');
    onTestFinished(() => void vi.unstubAllGlobals());
    vi.stubGlobal('fetch', fetch);
    await createTruework({ token, environment: 'sandbox' }).verifications.get('AAAA');
    const [acquire, ...others] = fetch.mock.calls.map(([, init]) => init.acquire);
    expect(others).toEqual([undefined, undefined]);
    for (let turn = 2; turn <= 10; turn += 1) expect(acquire?.()).toBeUndefined();
    const before = clock.now();
    await clock.run(Promise.resolve(acquire?.()));
    expect(clock.now() - before).toBe(1_020);
  });
});

describe('an unused turn', () => {
  test('is returned by a thousand calls that are aborted while they wait', async () => {
    const { truework, clock, times } = limited();
    const controller = new AbortController();
    const get = (id: string, signal?: AbortSignal) => truework.verifications.get(id, {}, { signal });
    await Promise.all(Array.from({ length: 10 }, () => get('AAAA')));
    const left = Array.from({ length: 1_000 }, () => get('AAAA', controller.signal));
    await clock.advance(500);
    const last = get('LAST');
    controller.abort();
    const codes = left.map((call) => call.catch(({ code }) => code));
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['aborted']));
    // Of the last call alone.
    expect(clock.planned()).toBe(3);
    await clock.run(last);
    expect(times).toEqual([...Array(10).fill(0), 1_020]);
    expect(clock.planned()).toBe(0);
  });

  test('is not taken by a call whose signal is aborted', async () => {
    const { truework, times } = limited();
    const signal = AbortSignal.abort();
    const left = Array.from({ length: 1_000 }, () => truework.verifications.get('AAAA', {}, { signal }));
    await Promise.allSettled(left);
    await truework.verifications.get('LAST');
    expect(times).toEqual([0]);
  });

  test('is returned at a deadline, and the others stay in order', async () => {
    const { truework, clock, sent, times } = limited();
    const get = (id: string, deadlineMs?: number) => truework.verifications.get(id, {}, { deadlineMs });
    await Promise.all(Array.from({ length: 10 }, () => get('AAAA')));
    await clock.advance(100);
    const ids = [...'BCDEFGHIJK'];
    const calls = ids.flatMap((id) => [...Array.from({ length: 50 }, () => get('LEFT', 500)), get(id)]);
    await clock.run(Promise.allSettled(calls));
    expect(sent.slice(10).map(({ url }) => url.split('/').at(-1))).toEqual(ids);
    expect(times.slice(10)).toEqual(Array(10).fill(1_020));
  });
});

describe('clients of one process', () => {
  afterEach(() => {
    vi.useRealTimers();
    // The process keeps its limiters, or this test could not be run twice.
    Reflect.deleteProperty(globalThis, Symbol.for('@truework-legacy/client/rate-limiters'));
  });

  /** How many requests of two clients are sent at once. */
  async function sentAtOnce(
    tokens: readonly [string, string],
    environments: readonly string[] = ['sandbox', 'sandbox'],
  ): Promise<number> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let sent = 0;
    const fetch = (async (url: string, init: RequestInit) => {
      sent += 1;
      return one(url, init);
    }) as typeof globalThis.fetch;
    const calls = tokens.flatMap((token, index) => {
      const { verifications } = createTruework({ token, environment: environments[index] as string, fetch });
      return Array.from({ length: 8 }, () => verifications.get('AAAA'));
    });
    await vi.advanceTimersByTimeAsync(0);
    const atOnce = sent;
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(calls);
    // So that the clock has advanced before other timers are set.
    systemClock.elapsed();
    return atOnce;
  }

  test.for([
    [['same', 'same'], ['sandbox', 'sandbox'], 10],
    [['one', 'two'], ['sandbox', 'sandbox'], 16],
    [['there', 'there'], ['sandbox', 'local'], 16],
  ] as const)('with the keys %j in %j send %i requests at once', async ([keys, environments, count]) => {
    const [one, other] = keys.map((key) => `tw_sk_test_${key}`) as [string, string];
    expect(await sentAtOnce([one, other], environments)).toBe(count);
  });

  test('do not wait for one with a clock of its own', async () => {
    const clock = { now: () => 0, after: () => () => {} };
    createTruework({ token: 'tw_sk_test_own', environment: 'sandbox', clock });
    const first = await sentAtOnce(['tw_sk_test_own', 'tw_sk_test_own']);
    createTruework({ token: 'tw_sk_test_own', environment: 'sandbox', clock });
    expect([first, await sentAtOnce(['tw_sk_test_own', 'tw_sk_test_own'])]).toEqual([10, 10]);
  });
});

describe('a limiter of the caller', () => {
  test('is called before each attempt, with the signal and the time that is left', async () => {
    const asked: unknown[] = [];
    const acquire = (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve();
    };
    const fail: Responder = (url, init) => {
      (init as FetchInit).acquire?.();
      return respondWith(500)(url, init);
    };
    const { truework, errorOf } = testClient(fail, { rateLimiter: { acquire } });
    const { signal } = new AbortController();
    const limits = { timeoutMs: 2_000, deadlineMs: 9_000, retries: 1 };
    await errorOf(truework.verifications.get('AAAA', {}, { signal, ...limits }));
    const ofAttempt = [expect.any(AbortSignal), 2_000];
    expect(asked).toEqual([[signal, 9_000], ofAttempt, [signal, 8_750], ofAttempt]);
  });

  test.for([
    ['of the caller', { acquire: () => undefined }],
    ['of the client', undefined],
  ] as const)('%s that allows a request at once costs no timer', async ([, rateLimiter]) => {
    const { truework, clock } = testClient(one, { rateLimiter });
    const after = vi.spyOn(clock, 'after');
    await truework.verifications.get('AAAA');
    expect(after).toHaveBeenCalledTimes(1);
  });

  test('that rejects while the clock fails leaves no unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    onTestFinished(() => void process.off('unhandledRejection', listen));
    const { truework, clock, errorOf } = testClient(one, {
      rateLimiter: { acquire: () => Promise.reject(new Error('The limiter failed.')) },
    });
    vi.spyOn(clock, 'after').mockImplementation(() => {
      throw new Error('The clock failed.');
    });
    expect(await errorOf(truework.verifications.get('AAAA'))).toHaveProperty('code', 'configuration');
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  });

  test('false turns it off', async () => {
    const { truework, sent, clock } = testClient(one, { rateLimiter: false });
    await clock.run(Promise.all(Array.from({ length: 50 }, () => truework.verifications.get('AAAA'))));
    expect(sent).toHaveLength(50);
  });

  test('that never resolves is ended only by the signal', async () => {
    const controller = new AbortController();
    const acquire = (signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    const { truework, sent, errorOf } = testClient(neverRespond, { rateLimiter: { acquire } });
    const call = truework.verifications.get('AAAA', {}, { signal: controller.signal });
    controller.abort();
    expect(await errorOf(call)).toHaveProperty('code', 'aborted');
    expect(sent).toHaveLength(0);
  });
});
