import { type Clock, elapsed, startTimer } from './clock.ts';

/** How late a sleeper may wake, in milliseconds. */
const latestMs = 1_000;

/**
 * Somebody who waits for what others do. On Cloudflare Workers, timers, requests and promises end with the incoming request that made them,
 * and fake timers may be reset. So a sleeper has a timer of its own and awaits no promise of another: others share data with it, and may
 * wake it early.
 */
export interface Sleeper {
  /** From when on it is lost unless it sleeps again, on the monotonic clock, in milliseconds. */
  lostMs: number;
  /** Never throws. If the request of a worker that it slept in has ended, the worker prints a warning. */
  wake(): void;
}

export function newSleeper(): Sleeper {
  return { lostMs: Infinity, wake() {} };
}

export async function sleep(sleeper: Sleeper, clock: Clock, milliseconds: number): Promise<void> {
  sleeper.lostMs = elapsed(clock) + milliseconds + latestMs;
  let cancel = () => {};
  await new Promise<void>((resolve) => {
    sleeper.wake = resolve;
    cancel = startTimer(clock, milliseconds, resolve);
  });
  cancel();
  sleeper.lostMs = elapsed(clock) + latestMs;
}
