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
  return clock.elapsed ? clock.elapsed() : clock.now();
}

/**
 * Rings once: when the time has passed, or when the signal ends it early.
 *
 * @param ring - Called with whether it was the signal.
 * @returns A function that prevents it.
 */
export function setAlarm(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  ring: (byTheSignal: boolean) => void,
): () => void {
  let state: 'new' | 'planned' | 'over' = 'new';
  const stop = () => {
    state = 'over';
    signal?.removeEventListener('abort', end);
    // A plugged-in clock may give no function. Then its timer goes off once more, and is ignored.
    ignoringErrors(() => cancel());
  };
  const end = () => {
    // While nothing is sent yet, so that the call says so.
    if (state === 'new') throw new Error('The clock calls back at once.');
    if (state === 'over') return;
    stop();
    ring(signal?.aborted ?? false);
  };
  const cancel = clock.after(signal?.aborted ? 0 : milliseconds, end);
  state = 'planned';
  signal?.addEventListener('abort', end);
  return stop;
}

/** Lets time pass, until the signal ends it early. */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => setAlarm(clock, milliseconds, signal, resolve));
}
