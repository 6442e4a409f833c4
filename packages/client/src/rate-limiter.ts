import { type Clock, elapsed, setAlarm, startTimer, systemClock } from './clock.ts';
import { ignoringErrors } from './ignore-errors.ts';

/**
 * Keeps requests below the API's rate. A fleet of processes with one key plugs in its own, over storage that they share: the API
 * counts per account and per address.
 */
export interface RateLimiter {
  /**
   * Asks to send one request.
   *
   * @param signal - Ends the wait; the request is then not sent.
   * @param waitMs - How long the call can wait at most, in milliseconds. A turn after that is of no use.
   * @returns A promise of the moment when it may be sent, or nothing if that is now. What it throws ends the call with a
   * `ConfigurationError`; nothing is sent.
   */
  acquire(signal: AbortSignal | undefined, waitMs: number): PromiseLike<unknown> | undefined;
}

/** What the API admits in a second, by key and by address. */
const perSecond = 10;

/** A second, and a little more: two requests may come closer together at the server than they left here. */
const windowMs = 1_020;

/** Where the limiters of this process are, for both module formats of this package: they send with the same keys. */
const registry = Symbol.for('@truework-legacy/client/rate-limiters');

/** The limiter that all clients with the same key share in this process. One with a clock of its own shares none. */
export function sharedRateLimiter(clock: Clock, key: string): RateLimiter {
  if (clock !== systemClock) return new SlidingWindow(clock);
  const shared = globalThis as { [registry]?: Map<string, RateLimiter> };
  shared[registry] ??= new Map();
  const limiter = shared[registry].get(key) ?? new SlidingWindow(clock);
  shared[registry].set(key, limiter);
  return limiter;
}

/** At most ten requests in any second, in the order in which they asked. Who gives up waiting gives the turn to the next. */
class SlidingWindow implements RateLimiter {
  readonly #clock: Clock;
  /** When the latest requests were sent, oldest first. */
  #times: number[] = [];
  readonly #waiting = new Set<() => void>();
  #cancel = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  acquire(signal: AbortSignal | undefined, longestMs: number): Promise<void> | undefined {
    // Nothing will be sent, so no turn is taken.
    if (signal?.aborted) return undefined;
    if (this.#waiting.size > 0 || this.#waitMs() > 0) return this.#enqueue(signal, longestMs);
    this.#times.push(elapsed(this.#clock));
    return undefined;
  }

  #enqueue(signal: AbortSignal | undefined, longestMs: number): Promise<void> {
    return new Promise((resolve) => {
      let stop = () => {};
      const leave = () => {
        stop();
        this.#waiting.delete(leave);
        resolve();
      };
      this.#waiting.add(leave);
      stop = setAlarm(this.#clock, longestMs, signal, leave);
      this.#serve();
    });
  }

  #serve(): void {
    this.#cancel();
    for (const go of this.#waiting) {
      if (this.#waitMs() > 0) break;
      this.#times.push(elapsed(this.#clock));
      go();
    }
    if (this.#waiting.size === 0) return;
    this.#cancel = startTimer(this.#clock, this.#waitMs(), () => ignoringErrors(() => this.#serve()));
  }

  /** How long until there is a turn, in milliseconds: 0 or less if there is one. */
  #waitMs(): number {
    const now = elapsed(this.#clock);
    this.#times = this.#times.filter((time) => time > now - windowMs);
    return this.#times.length < perSecond ? 0 : (this.#times[0] as number) + windowMs - now;
  }
}
