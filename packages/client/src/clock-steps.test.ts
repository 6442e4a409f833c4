import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  failWith,
  neverRespond,
  pageOf,
  type Responder,
  respondError,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { testClock } from '../test/support/test-clock.ts';
import { AmbiguousOutcomeError } from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import type { Truework } from './truework.ts';

afterEach(() => {
  vi.useRealTimers();
});

const second = 1_000;
const hour = 3_600 * second;
const year = 365 * 24 * hour;

/** By how much the system clock is set, in milliseconds. */
const backward = [-10 * second, -hour, -year];
const steps = [...backward, 10 * second, hour, year];

const serverDate = 'Fri, 12 Nov 2021 19:28:59 GMT';
const startMs = Date.parse(serverDate);

/** A clock that a test advances, and whose date it sets. */
interface Time {
  readonly options: Pick<TrueworkOptions, 'clock'>;
  /** How much time has passed, in milliseconds. */
  passed(): number;
  at(milliseconds: number, callback: () => void): void;
  setDate(stepMs: number): void;
  run<Value>(promise: Promise<Value>): Promise<Value>;
}

/** A plugged-in clock. */
function pluggedIn(withElapsed: boolean): Time {
  const clock = testClock(startMs);
  let offsetMs = 0;
  const passed = () => clock.now() - startMs;
  return {
    options: {
      clock: {
        now: () => clock.now() + offsetMs,
        after: clock.after,
        ...(withElapsed && { elapsed: passed }),
      },
    },
    passed,
    at: clock.after,
    setDate: (stepMs) => {
      offsetMs = stepMs;
    },
    run: clock.run,
  };
}

/** The system clock, with these parts faked by vitest. Setting its date does not change its timers. */
function faked(toFake?: readonly ('setTimeout' | 'clearTimeout' | 'Date')[]): Time {
  vi.useFakeTimers({ now: startMs, ...(toFake && { toFake: [...toFake] }) });
  let offsetMs = 0;
  return {
    options: {},
    passed: () => Date.now() - startMs - offsetMs,
    at: (milliseconds, callback) => setTimeout(callback, milliseconds),
    setDate: (stepMs) => {
      offsetMs = stepMs;
      vi.setSystemTime(Date.now() + stepMs);
    },
    run: async (promise) => {
      promise.catch(() => {});
      await vi.advanceTimersByTimeAsync(60 * second);
      return await promise;
    },
  };
}

/** What happened, and when. */
type Scenario = (time: Time) => Promise<unknown>;

let clients = 0;

/** A client with a key and so a rate limiter of its own, and when it sent each request. */
function client(
  time: Time,
  responses: Responder | readonly Responder[],
): { truework: Truework; times: number[] } {
  const times: number[] = [];
  const timed = [responses].flat().map(
    (respond): Responder =>
      (url, init) => {
        times.push(time.passed());
        return respond(url, init);
      },
  );
  clients += 1;
  const options = { clock: undefined, rateLimiter: undefined, token: `${token}${clients}` };
  return { truework: testClient(timed, { ...options, ...time.options }).truework, times };
}

const codeOf = (error: { code?: string }) => error.code;
const one = respondWith(200, verification('AAAA', { state: 'completed' as never }));
const processing = respondWith(200, verification('AAAA', { state: 'processing' as never }));

const scenarios: Record<string, { run: Scenario; expected: unknown }> = {
  'the deadline of a call': {
    run: async (time) => {
      const { truework } = client(time, neverRespond);
      const call = truework.verifications.get('AAAA', {}, { deadlineMs: 10_000 });
      const ended = call.catch((error) => [codeOf(error), time.passed()]);
      return await time.run(Promise.resolve(ended));
    },
    expected: ['timeout', 10_000],
  },
  'the pauses between retries': {
    run: async (time) => {
      const { truework, times } = client(time, [respondError(500), respondError(500), one]);
      await time.run(Promise.resolve(truework.verifications.get('AAAA', {}, { deadlineMs: 5_000 })));
      return times;
    },
    expected: [0, 250, 750],
  },
  'a date in Retry-After': {
    run: async (time) => {
      const headers = { date: serverDate, 'retry-after': 'Fri, 12 Nov 2021 19:29:04 GMT' };
      const { truework, times } = client(time, [respondError(503, headers), one]);
      await time.run(Promise.resolve(truework.verifications.get('AAAA')));
      return times;
    },
    expected: [0, 5_000],
  },
  'a wait and its deadline': {
    run: async (time) => {
      const { truework, times } = client(time, processing);
      const wait = truework.verifications.waitFor('AAAA', { deadlineMs: 7_500 });
      const ended = wait.catch((error) => [codeOf(error), time.passed()]);
      return [...((await time.run(ended)) as unknown[]), times];
    },
    expected: ['timeout', 7_500, [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_250]],
  },
  'a full rate window and those who wait': {
    run: async (time) => {
      const { truework, times } = client(time, one);
      await time.run(Promise.all(Array.from({ length: 25 }, () => truework.verifications.get('AAAA'))));
      return times;
    },
    expected: [...Array(10).fill(0), ...Array(10).fill(1_020), ...Array(5).fill(2_040)],
  },
  'the search for a create': {
    run: async (time) => {
      const made = verification('MADE', { created: '2021-11-12T19:29:00Z', loan_id: 'L-1' } as object);
      const list: Responder = (url, init) =>
        respondWith(200, pageOf(time.passed() < 8_000 ? [] : [made]), {
          date: new Date(startMs + time.passed()).toUTCString(),
        })(url, init);
      const { truework } = client(time, [failWith('ECONNRESET'), list]);
      const create = Promise.resolve(
        truework.verifications.create({ ...verificationInput, loan_id: 'L-1' } as never),
      );
      const error = await create.catch((error) => error);
      expect(error).toBeInstanceOf(AmbiguousOutcomeError);
      const found = await time.run(error.reconcile() as Promise<{ id: string } | undefined>);
      return [found?.id, time.passed() >= 10_000];
    },
    expected: ['MADE', true],
  },
  'the search for a create that came to nothing': {
    run: async (time) => {
      const list: Responder = (url, init) => respondWith(200, pageOf([]), { date: serverDate })(url, init);
      const { truework, times } = client(time, [failWith('ECONNRESET'), list]);
      const create = Promise.resolve(
        truework.verifications.create({ ...verificationInput, loan_id: 'L-1' } as never),
      );
      const error = await create.catch((error) => error);
      const found = await time.run(error.reconcile());
      return [found, times.at(-1)];
    },
    expected: [undefined, 30_000],
  },
};

const times: Record<string, () => Time> = {
  'a clock that is plugged in': () => pluggedIn(true),
  'the system clock': () => faked(),
  'the system clock, if `performance` is not faked': () => faked(['setTimeout', 'clearTimeout', 'Date']),
};

describe.for(Object.keys(scenarios))('setting the clock does not change %s', (name) => {
  const { run, expected } = scenarios[name] as (typeof scenarios)[string];

  describe.for(Object.keys(times))('of %s', (kind) => {
    test.for([0, ...steps])('%i ms', async (stepMs) => {
      const time = (times[kind] as () => Time)();
      time.at(100, () => time.setDate(stepMs));
      expect(await run(time)).toEqual(expected);
    });
  });

  test.for(backward)('of a clock without `elapsed`, set back: %i ms', async (stepMs) => {
    const time = pluggedIn(false);
    time.at(100, () => time.setDate(stepMs));
    expect(await run(time)).toEqual(expected);
  });
});

describe('a clock whose date stands still', () => {
  test.for(Object.keys(scenarios).filter((name) => !name.startsWith('the search')))(
    'measures %s by its timers',
    async (name) => {
      const { run, expected } = scenarios[name] as (typeof scenarios)[string];
      const time = pluggedIn(false);
      const { after } = time.options.clock as NonNullable<TrueworkOptions['clock']>;
      expect(await run({ ...time, options: { clock: { now: () => startMs, after } } })).toEqual(expected);
    },
  );
});

test('a clock with the maximum delay of the system never gets an endless timer', async () => {
  const spans: number[] = [];
  const clock = testClock();
  const after = (milliseconds: number, callback: () => void) => {
    spans.push(milliseconds);
    return clock.after(milliseconds, callback);
  };
  const { truework } = client({ ...pluggedIn(true), options: { clock: { ...clock, after } } }, one);
  await clock.run(
    truework.verifications.waitFor('AAAA', { deadlineMs: 2 ** 33 }).then(
      () => {},
      () => {},
    ),
  );
  await clock.run(truework.verifications.waitFor('AAAA').then(() => {}));
  expect(Math.max(...spans)).toBe(2 ** 31 - 1);
});
