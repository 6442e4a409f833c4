import { mock } from 'node:test';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { listen } from '../test/support/listen.ts';
import {
  neverRespond,
  type Responder,
  respondError,
  respondWith,
  type TestClient,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { turn } from '../test/support/test-clock.ts';
import { createTruework } from './truework.ts';

afterEach(() => {
  mock.timers.reset();
  vi.useRealTimers();
});

type VitestApis = NonNullable<NonNullable<Parameters<typeof vi.useFakeTimers>[0]>['toFake']>;
type NodeApis = NonNullable<NonNullable<Parameters<typeof mock.timers.enable>[0]>['apis']>;

const hour = 3_600_000;

/** Fake timers of one kind. */
interface Timers {
  install(): void;
  setDate(milliseconds: number): void;
  /** Advances the time. */
  advance(milliseconds: number): Promise<void>;
}

const ofVitest = (toFake?: VitestApis): Timers => ({
  install: () => vi.useFakeTimers(toFake && { toFake }),
  setDate: (milliseconds) => vi.setSystemTime(milliseconds),
  advance: async (milliseconds) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  },
});

const ofNodeTest = (apis?: NodeApis): Timers => ({
  install: () => mock.timers.enable(apis && { apis }),
  setDate: (milliseconds) => mock.timers.setTime(milliseconds),
  advance: async (milliseconds) => {
    const stepMs = Math.max(10, milliseconds / 500);
    for (let passedMs = 0; passedMs < milliseconds; passedMs += stepMs) {
      mock.timers.tick(stepMs);
      for (let turns = 0; turns < 3; turns += 1) await turn();
    }
  },
});

const kinds: Record<string, Timers> = {
  'vitest, as they are': ofVitest(),
  'vitest, setTimeout alone': ofVitest(['setTimeout']),
  'vitest, setTimeout and clearTimeout': ofVitest(['setTimeout', 'clearTimeout']),
  'vitest, without performance': ofVitest(['setTimeout', 'clearTimeout', 'Date']),
  'vitest, without Date': ofVitest(['setTimeout', 'clearTimeout', 'performance']),
  'vitest, with setImmediate and setInterval': ofVitest([
    ...(['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'setInterval'] as const),
    ...(['clearInterval', 'Date', 'performance'] as const),
  ]),
  'node:test, all of them': ofNodeTest(),
  'node:test, setTimeout alone': ofNodeTest(['setTimeout']),
  'node:test, setTimeout and Date': ofNodeTest(['setTimeout', 'Date']),
};

let clients = 0;

/** A client on the system clock, with a key and so a rate limiter of its own. */
function client(responses: Responder | readonly Responder[]): TestClient {
  clients += 1;
  const systemClock = { clock: undefined, rateLimiter: undefined };
  return testClient(responses, { ...systemClock, token: `${token}${clients}` });
}

const inState = (state: string) => respondWith(200, verification('AAAA', { state: state as never }));
const completed = inState('completed');
const pending = inState('pending-approval');

/** Stores how a promise settles. */
function watch(promise: PromiseLike<unknown>): { outcome: unknown } {
  const watched: { outcome: unknown } = { outcome: 'none yet' };
  promise.then(
    () => {
      watched.outcome = 'done';
    },
    (error) => {
      watched.outcome = error.code;
    },
  );
  return watched;
}

describe.for(Object.keys(kinds))('fake timers of %s', (kind) => {
  const timers = kinds[kind] as Timers;

  /** A client made before or after the timers were faked. */
  function begin(responses: Responder | readonly Responder[], isMadeBefore: boolean): TestClient {
    const before = isMadeBefore && client(responses);
    timers.install();
    return before || client(responses);
  }

  describe.for([true, false])('a client made before them: %s', (isMadeBefore) => {
    test('waits for hours in no time', async () => {
      const { truework } = begin([...Array(40).fill(pending), completed], isMadeBefore);
      const wait = watch(truework.verifications.waitFor('AAAA'));
      await timers.advance(5_000);
      expect(wait.outcome).toBe('none yet');
      await timers.advance(3 * hour);
      expect(wait.outcome).toBe('done');
    });

    test('ends a wait at its deadline', async () => {
      const { truework } = begin(pending, isMadeBefore);
      const wait = watch(truework.verifications.waitFor('AAAA', { deadlineMs: 2 * hour }));
      await timers.advance(2 * hour - 60_000);
      expect(wait.outcome).toBe('none yet');
      await timers.advance(120_000);
      expect(wait.outcome).toBe('timeout');
    });

    test('retries', async () => {
      const { truework, sent } = begin([respondError(500), respondError(500), completed], isMadeBefore);
      const call = watch(truework.verifications.get('AAAA'));
      await timers.advance(200);
      expect(sent).toHaveLength(1);
      await timers.advance(600);
      expect(sent).toHaveLength(3);
      expect(call.outcome).toBe('done');
    });

    test('sends ten requests at once, and the others later', async () => {
      const { truework, sent } = begin(completed, isMadeBefore);
      const calls = watch(Promise.all(Array.from({ length: 25 }, () => truework.verifications.get('AAAA'))));
      await timers.advance(900);
      expect(sent).toHaveLength(10);
      await timers.advance(3_000);
      expect(calls.outcome).toBe('done');
    });

    test('ends a call at its deadline', async () => {
      const { truework } = begin(neverRespond, isMadeBefore);
      const call = watch(truework.verifications.get('AAAA', {}, { deadlineMs: 10_000 }));
      await timers.advance(9_900);
      expect(call.outcome).toBe('none yet');
      await timers.advance(200);
      expect(call.outcome).toBe('timeout');
    });
  });

  test('need no tick for an aborted signal', async () => {
    const { truework, sent } = begin(completed, true);
    const signal = AbortSignal.abort();
    await expect(truework.verifications.waitFor('AAAA', { signal })).rejects.toHaveProperty(
      'code',
      'aborted',
    );
    await expect(truework.verifications.get('AAAA', {}, { signal })).rejects.toHaveProperty(
      'code',
      'aborted',
    );
    expect(sent).toHaveLength(0);
  });

  test('that are removed during a call do not lose its response', async () => {
    let respond = () => {};
    const late: Responder = (url, init) =>
      new Promise((resolve) => {
        respond = () => resolve(completed(url, init) as Response);
      });
    const { truework } = begin(late, true);
    const call = truework.verifications.get('AAAA');
    await turn();
    mock.timers.reset();
    vi.useRealTimers();
    respond();
    expect(await call).toHaveProperty('state', 'completed');
  });

  test('do not affect a server on a port', async () => {
    const body = JSON.stringify(verification('AAAA'));
    const { url } = await listen((_, response) => {
      response.setHeader('content-type', 'application/json').end(body);
    });
    timers.install();
    const { verifications } = createTruework({ token, environment: url });
    expect(await verifications.get('AAAA')).toHaveProperty('id', 'AAAA');
    expect(await verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
  });

  test('that a test left behind with waiters do not delay the next test with the same key', async () => {
    const { truework, sent } = begin(completed, true);
    timers.setDate(Date.UTC(2030, 0));
    const left = Array.from({ length: 11 }, () => watch(truework.verifications.get('AAAA')));
    await turn();
    mock.timers.reset();
    vi.useRealTimers();
    vi.useFakeTimers();
    const call = watch(truework.verifications.get('NEXT'));
    await vi.advanceTimersByTimeAsync(1_021);
    expect(call.outcome).toBe('done');
    expect(left.map(({ outcome }) => outcome)).toEqual(Array(11).fill('done'));
    expect(sent).toHaveLength(12);
  });
});

describe('setting the date with a replaced `setTimeout`', () => {
  test.for([-hour, hour])('is not a duration: %i ms', async (stepMs) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.spyOn(globalThis, 'setTimeout');
    const { truework, sent } = client(completed);
    const calls = Array.from({ length: 10 }, () => truework.verifications.get('AAAA'));
    await Promise.all(calls);
    vi.setSystemTime(Date.now() + stepMs);
    const late = watch(truework.verifications.get('AAAA', {}, { signal: AbortSignal.timeout(60_000) }));
    await turn();
    expect([late.outcome, sent.length]).toEqual(['none yet', 10]);
    vi.restoreAllMocks();
  });
});

describe('what a test replaces later', () => {
  const json = () => new Response('{}', { status: 500, headers: { 'content-type': 'application/json' } });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  test('is used by the client: fetch, console.warn and Math.random', async () => {
    const { verifications } = createTruework({ token: `${token}later`, environment: 'sandbox' });
    const warnings: unknown[] = [];
    const responses = [json(), completed('', {}) as Response];
    vi.useFakeTimers();
    vi.stubGlobal('fetch', () => {
      const response = responses.shift() as Response;
      response.headers.set('sunset', 'Sat, 01 Jan 2022 00:00:00 GMT');
      return Promise.resolve(response);
    });
    vi.spyOn(console, 'warn').mockImplementation((warning) => warnings.push(warning));
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const call = watch(verifications.get('AAAA'));
    await vi.advanceTimersByTimeAsync(0);
    expect(call.outcome).toBe('done');
    expect(warnings).toMatchObject([{ code: 'version' }]);
  });

  test('is used by a module that was loaded while timers were faked', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    vi.resetModules();
    const { systemClock } = await import('./clock.ts');
    const before = systemClock.elapsed();
    mock.timers.tick(10_000);
    expect(systemClock.elapsed() - before).toBe(10_000);
    mock.timers.reset();
    const meanwhile = systemClock.elapsed();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + hour);
    expect(systemClock.elapsed() - meanwhile).toBeLessThan(60_000);
  });
});
