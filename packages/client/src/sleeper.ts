import { type Clock, elapsed, startTimer } from './clock.ts';

/** How late a sleeper may wake, in milliseconds. After that, it is lost. */
const lostAfterMs = 1_000;

/**
 * Somebody who waits for what others do. On Cloudflare Workers, timers, requests and promises end with the incoming request that made them,
 * and fake timers may be reset. So a sleeper has a timer of its own and awaits no promise of another: others share data with it, and may
 * wake it early.
 */
export class Sleeper {
  readonly #clock: Clock;
  /** By when it wakes, or when it woke last, on the monotonic clock, in milliseconds. */
  #seenMs: number;
  /** Wakes it. Never throws. */
  wake = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#seenMs = elapsed(clock);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#seenMs = elapsed(this.#clock) + milliseconds;
    let cancel = () => {};
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      cancel = startTimer(this.#clock, milliseconds, resolve);
    });
    cancel();
    this.#seenMs = elapsed(this.#clock);
  }

  /** From when on it is lost unless it sleeps again, on the monotonic clock, in milliseconds. */
  get lostMs(): number {
    return this.#seenMs + lostAfterMs;
  }
}
