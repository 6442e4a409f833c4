import { ignoringErrors } from './ignore-errors.ts';

/** Where the client takes time from. A clock of `@truework-legacy/sandbox` is one, so a test moves both at once. */
export interface Clock {
  /** Milliseconds since 1970, UTC. Compared with dates from the server, and with nothing else. */
  now(): number;
  /**
   * Calls back once, after so many milliseconds.
   *
   * @returns A function that prevents it.
   */
  after(milliseconds: number, callback: () => void): () => void;
  /**
   * Milliseconds since some moment. Measures spans of time, and so must not step when somebody sets the clock.
   * @defaultValue `now`
   */
  elapsed?(): number;
}

/** The longest time that a timer can take. A longer one would go off at once. */
const longestMs = 2 ** 31 - 1;

/** How much earlier than asked a timer may go off, in milliseconds. What goes off earlier was moved by a test. */
const earlyMs = 5;

/** What spans are measured by. */
interface Source {
  now(): number;
}

/**
 * Makes a clock whose `elapsed` never goes back and stands still for no timer: if what it measures by steps back or is replaced, it
 * goes on from where it was; if a timer goes off before that has moved on, it moves on by itself.
 *
 * @param source - What it measures by at the moment.
 */
function steady(clock: Clock, source: () => Source): Required<Clock> {
  let measure: unknown;
  let aheadMs = 0;
  let latestMs = 0;
  const elapsed = () => {
    const current = source();
    const now = current.now();
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
    // Whole ones, because timers drop fractions: one that goes off too early is planned anew, for no time at all.
    const stepMs = Math.min(Math.ceil(milliseconds), longestMs);
    const dueMs = elapsed() + stepMs;
    let isPrevented = false;
    let cancel = startTimer(clock, stepMs, () => {
      // Fake timers may leave out the function that clears them.
      if (isPrevented) return;
      ignoringErrors(() => catchUp(dueMs));
      if (milliseconds <= stepMs) callback();
      else cancel = after(milliseconds - stepMs, callback);
    });
    return () => {
      isPrevented = true;
      cancel();
    };
  };
  return { now: () => aTime(clock.now()), after, elapsed };
}

/** What fake timers show of themselves. */
interface Marks {
  /** Of those of vitest and Jest, which are those of Sinon: what they go by, however the date is set. */
  readonly clock?: { readonly performance?: Source };
  /** Of the date of node:test, which its timers go by. */
  readonly isMock?: boolean;
}

/** What the timers go by: fake ones may leave `performance` as it is. */
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
      // A pair: fake timers may come or go before it is prevented.
      const { setTimeout, clearTimeout } = globalThis;
      const timer = setTimeout(callback, milliseconds);
      return () => {
        // After those of node:test were reset, they would clear another timer in its place.
        const isGone = globalThis.setTimeout !== setTimeout && isOfNodeTest(setTimeout);
        if (!isGone) clearTimeout(timer);
      };
    },
  },
  sourceOfTimers,
);

/** A clock that was plugged in, which need not measure spans, and may be set while it is used. */
export function steadyClock(clock: Clock): Required<Clock> {
  const source = { now: () => elapsed(clock) };
  return steady(clock, () => source);
}

/** Milliseconds on a clock that does not step. */
export function elapsed(clock: Clock): number {
  return aTime(clock.elapsed ? clock.elapsed() : clock.now());
}

/** The latest time that a date can be, in milliseconds. */
const latestDateMs = 8.64e15;

/** @throws TypeError if a plugged-in clock gives something else than a time. */
function aTime(time: number): number {
  if (typeof time === 'number' && Math.abs(time) <= latestDateMs) return time;
  // It may be a promise, which rejects.
  ignoringErrors(() => time);
  throw new TypeError('no time');
}

/**
 * Calls back once, after so many milliseconds.
 *
 * @returns A function that prevents it and never throws, whatever a plugged-in clock gave.
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
 * Rings once: when the time has passed, or when the signal ends it early.
 *
 * @param ring - Called with whether it was the signal.
 * @returns A function that prevents it.
 */
export function setAlarm(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal: AbortSignal | undefined,
  ring: (byTheSignal: boolean) => void,
): () => void {
  // Set at once: a plugged-in clock may call back before it returns.
  let cancel = () => {};
  const stop = () => {
    cancel();
    if (signal) ignoringErrors(() => signal.removeEventListener('abort', end));
  };
  const end = () => {
    stop();
    ring(ignoringErrors(() => signal?.aborted) ?? false);
  };
  // Without a timer, which a fake or stopped clock might not let go off.
  if (signal?.aborted) Promise.resolve().then(() => end());
  else cancel = startTimer(clock, milliseconds, end);
  if (!signal) return stop;
  try {
    const heard: unknown = signal.addEventListener('abort', end);
    ignoringErrors(() => heard);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

/** Lets time pass, until the signal ends it early. */
export function pause(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve) => setAlarm(clock, milliseconds, signal, resolve));
}
