import { isDate } from 'node:util/types';
import { aFunction, aSpan, checkValue, SandboxError } from '../errors/index.ts';
import { Alarms, settle } from './alarms.ts';
import { advanceMs, type Clock, type Duration, instantMs, isTime } from './clock.ts';

/** A clock that stands still until a test advances it, for `createSandbox({ clock })` and `createTruework({ clock })`. */
export interface TestClock extends Required<Clock> {
  /**
   * Advances the time. Timers that are due until then run in order, each at its due time, and what follows from them happens
   * before the time moves on. Does not wait for the network.
   *
   * @param duration - Milliseconds, or a text such as `3 days`.
   * @throws {@link SandboxError} `invalid_duration`.
   */
  advance(duration: Duration): Promise<void>;
}

/**
 * Creates a clock that stands still until it is advanced.
 *
 * @param start - The initial time: a `Date`, milliseconds since 1970, or a text with its offset, such as `2019-11-05T12:00:00Z`.
 * Default: 2019-10-15T12:00:00Z.
 * @throws {@link SandboxError} `invalid_option`.
 *
 * @example
 * ```ts
 * const clock = testClock('2019-11-05T12:00:00Z');
 * const sandbox = createSandbox({ clock });
 * await clock.advance('2 days');
 * ```
 */
export function testClock(start: Date | number | string = '2019-10-15T12:00:00Z'): TestClock {
  const startMs = startOf(start);
  if (!isTime(startMs)) {
    throw new SandboxError(
      'invalid_option',
      'testClock: `start` must be a Date, milliseconds since 1970, or a text with its offset, such as 2019-11-05T12:00:00Z.',
    );
  }
  let nowMs = Math.floor(startMs);
  const alarms = new Alarms(() => nowMs);
  return {
    now: () => nowMs,
    elapsed: () => nowMs - startMs,
    after(milliseconds, callback) {
      checkValue('testClock.after', 'milliseconds', milliseconds, aSpan);
      checkValue('testClock.after', 'callback', callback, aFunction);
      return alarms.set(milliseconds, callback);
    },
    async advance(duration) {
      const endMs = nowMs + advanceMs(duration, nowMs);
      await settle();
      while (alarms.nextMs <= endMs) {
        nowMs = Math.max(nowMs, alarms.nextMs);
        alarms.ringDue();
        await settle();
      }
      nowMs = Math.max(nowMs, endMs);
    },
  };
}

function startOf(start: Date | number | string): unknown {
  if (typeof start === 'string') return instantMs(start);
  return isDate(start) ? start.getTime() : start;
}
