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

// What time is measured by, to see when a test replaces it.
const { setTimeout: timersAtLoad } = globalThis;
const measuredAtLoad = performance.now;

let measure = measuredAtLoad;
/** How far this clock is ahead of what it is measured by. */
let aheadMs = 0;
let latestMs = 0;

export const systemClock: Required<Clock> = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    if (milliseconds === Infinity) return () => {};
    // A pair: fake timers may come or go before it is prevented.
    const { setTimeout, clearTimeout } = globalThis;
    const stepMs = Math.min(milliseconds, longestMs);
    const dueMs = systemClock.elapsed() + stepMs;
    const timer = setTimeout(() => {
      const leftMs = dueMs - systemClock.elapsed();
      // Fake timers that leave `performance` alone let time pass only here.
      if (leftMs > earlyMs) aheadMs += leftMs;
      if (stepMs === milliseconds) callback();
      else cancel = systemClock.after(milliseconds - stepMs, callback);
    }, stepMs);
    let cancel = () => clearTimeout(timer);
    return () => cancel();
  },
  elapsed() {
    // Fake timers that leave `performance` alone, such as those of node:test, move `Date` along.
    const isMoved = globalThis.setTimeout !== timersAtLoad && performance.now === measuredAtLoad;
    const source = isMoved ? Date.now : performance.now;
    const now = isMoved ? Date.now() : performance.now();
    // When a test replaces or restores the time, this clock goes on from where it was.
    if (source !== measure || now + aheadMs < latestMs) aheadMs = latestMs - now;
    measure = source;
    latestMs = now + aheadMs;
    return latestMs;
  },
};

/** Milliseconds on a clock that does not step. */
export function elapsed(clock: Clock): number {
  return aTime(clock.elapsed ? clock.elapsed() : clock.now());
}

/** The latest time that a date can be, in milliseconds. */
const latestDateMs = 8.64e15;

/** @throws TypeError if a plugged-in clock gives something else than a time. */
export function aTime(time: number): number {
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
  ignoringErrors(() => cancel);
  return () => ignoringErrors(() => typeof cancel === 'function' && cancel());
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
    ignoringErrors(() => signal?.removeEventListener('abort', end));
  };
  const end = () => {
    stop();
    ring(ignoringErrors(() => signal?.aborted) ?? false);
  };
  cancel = startTimer(clock, signal?.aborted ? 0 : milliseconds, end);
  try {
    const heard: unknown = signal?.addEventListener('abort', end);
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
