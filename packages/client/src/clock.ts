import { ignoringErrors } from './ignore-errors.ts';
import { onceFor } from './once-for.ts';

/** The client's source of time. The `clock` of `@truework-legacy/sandbox` is one, so that a test moves both together. */
export interface Clock {
  /** The current time, in milliseconds since 1970, UTC. Compared only with dates from the server. */
  now(): number;
  /**
   * Calls a function once, after a delay.
   *
   * @returns A function that cancels it.
   */
  after(milliseconds: number, callback: () => void): () => void;
  /**
   * Milliseconds since any fixed moment. Measures durations, so it must not jump when the system clock is set.
   * @defaultValue `now`
   */
  elapsed?(): number;
}

/** The longest delay of a timer, in milliseconds. A longer one would fire at once. @see https://nodejs.org/api/timers.html */
export const longestTimerMs = 2 ** 31 - 1;

/** How early a timer may fire, in milliseconds. If it fires earlier, a test moved it. */
const earlyMs = 5;

/** What durations are measured by. */
interface Source {
  now(): number;
}

/**
 * Makes a clock whose `elapsed` never goes back and never stands still. If its source jumps back or is replaced, it continues from where it
 * was. If a timer fires before the source has advanced, it advances by itself.
 *
 * @param source - Returns the current source.
 */
function steady(clock: Clock, source: () => Source): Required<Clock> {
  let measure: unknown;
  let aheadMs: number;
  let latestMs = 0;
  const elapsed = () => {
    const current = source();
    // Checked before it is remembered, or one wrong time would spoil all later ones.
    const now = aTime(current.now());
    if (current.now !== measure || now + aheadMs < latestMs) aheadMs = Math.ceil(latestMs - now);
    measure = current.now;
    latestMs = now + aheadMs;
    return latestMs;
  };
  const catchUp = (dueMs: number) => {
    const leftMs = dueMs - elapsed();
    if (leftMs > earlyMs) aheadMs += leftMs;
  };
  const after: Clock['after'] = (milliseconds, callback) => {
    if (milliseconds === Infinity) return () => {};
    // Rounded up, because timers drop fractions: one that fires too early would be set again for no time at all. Not below 0, which a time
    // limit is once it is over: Node.js would print a warning.
    const stepMs = Math.min(Math.max(0, Math.ceil(milliseconds)), longestTimerMs);
    const dueMs = elapsed() + stepMs;
    let isCanceled = false;
    let cancel = startTimer(clock, stepMs, () => {
      // Fake timers may not fake clearTimeout.
      if (isCanceled) return;
      ignoringErrors(() => catchUp(dueMs));
      if (milliseconds <= stepMs) callback();
      else cancel = after(milliseconds - stepMs, callback);
    });
    return () => {
      isCanceled = true;
      cancel();
    };
  };
  return { now: () => aTime(clock.now()), after, elapsed };
}

/** How fake timers can be recognized. */
interface Marks {
  /** The time of the fake timers of vitest, Jest and Sinon, which setting the date does not change. */
  readonly clock?: { readonly performance?: Source };
  /** Set on the mock `Date` of node:test, which its timers follow. */
  readonly isMock?: boolean;
}

/** What the timers follow: fake timers may not fake `performance`. */
function sourceOfTimers(): Source {
  const { clock } = setTimeout as Marks;
  if (clock?.performance) return clock.performance;
  return (Date as Marks).isMock && isOfNodeTest(setTimeout) ? Date : performance;
}

/** Whether timers are the mock timers of node:test, which are bound functions. */
function isOfNodeTest(timers: typeof setTimeout): boolean {
  return timers.name.startsWith('bound ');
}

export const systemClock: Required<Clock> = steady(
  {
    now: () => Date.now(),
    after(milliseconds, callback) {
      // As a pair, because fake timers may be installed or removed before it is canceled.
      const { setTimeout, clearTimeout } = globalThis;
      const timer = setTimeout(callback, milliseconds);
      return () => {
        // After a reset, clearTimeout of node:test would clear another timer.
        const isGone = globalThis.setTimeout !== setTimeout && isOfNodeTest(setTimeout);
        if (!isGone) clearTimeout(timer);
      };
    },
  },
  sourceOfTimers,
);

/** Makes a plugged-in clock monotonic: it may have no `elapsed`, and may be set while it is used. */
export function steadyClock(clock: Clock): Required<Clock> {
  const source = { now: () => elapsed(clock) };
  return steady(clock, () => source);
}

/** The monotonic time of a clock, in milliseconds. */
export function elapsed(clock: Clock): number {
  return aTime(clock.elapsed ? clock.elapsed() : clock.now());
}

/** The latest time of a Date, in milliseconds. @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
const latestDateMs = 8.64e15;

/** @throws TypeError if a plugged-in clock returns anything but a time. */
function aTime(time: number): number {
  if (typeof time === 'number' && Math.abs(time) <= latestDateMs) return time;
  // It may be a promise, which rejects.
  ignoringErrors(() => time);
  throw new TypeError('no time');
}

/**
 * Calls a function once, after a delay.
 *
 * @returns A function that cancels it, and never throws, whatever a plugged-in clock returned.
 */
export function startTimer(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  callback: () => void,
): () => void {
  const cancel: unknown = clock.after(milliseconds, callback);
  if (typeof cancel === 'function') return () => ignoringErrors(cancel as () => unknown);
  ignoringErrors(() => cancel);
  return () => {};
}

/**
 * Calls listeners when a signal is aborted. They share one listener of the signal, because Node.js 20 warns of more than ten.
 *
 * @returns A function that adds a listener. It returns a function that removes it, and never throws.
 */
const listenersOf = /* @__PURE__ */ onceFor((signal: AbortSignal) => {
  const all = new Set<() => void>();
  const call = () => {
    for (const listener of all) listener();
  };
  return (listener: () => void) => {
    if (all.size === 0) {
      const heard: unknown = signal.addEventListener('abort', call);
      ignoringErrors(() => heard);
    }
    all.add(listener);
    return () => {
      all.delete(listener);
      if (all.size === 0) ignoringErrors(() => signal.removeEventListener('abort', call));
    };
  };
});

/**
 * Calls `ring` once: after a delay, or earlier if the signal is aborted.
 *
 * @param ring - Called with whether the signal was aborted.
 * @returns A function that cancels it.
 */
export function setAlarm(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal: AbortSignal | undefined,
  ring: (byTheSignal: boolean) => void,
): () => void {
  // Declared first, because a plugged-in clock may call back before it returns.
  let cancel = () => {};
  let leave = () => {};
  const stop = () => {
    cancel();
    leave();
  };
  const end = () => {
    stop();
    ring(ignoringErrors(() => signal?.aborted) ?? false);
  };
  if (signal?.aborted) {
    // Without a timer, which might never fire on a fake or stopped clock.
    Promise.resolve().then(end);
    return stop;
  }
  if (signal) leave = listenersOf(signal)(end);
  try {
    cancel = startTimer(clock, milliseconds, end);
  } catch (error) {
    leave();
    throw error;
  }
  return stop;
}

/** Waits for a while, or until the signal is aborted. */
export function pause(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve) => setAlarm(clock, milliseconds, signal, resolve));
}
