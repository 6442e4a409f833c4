import { type Clock, elapsed, setAlarm, startTimer, systemClock } from './clock.ts';
import { ignoringErrors } from './ignore-errors.ts';

/**
 * Keeps requests below the API's rate limit, which applies per account and per address. If several processes use the same key, pass your
 * own with shared storage.
 */
export interface RateLimiter {
  /**
   * Called before each request.
   *
   * @param signal - Aborted if the call ends. The request is then not sent.
   * @param waitMs - How long the call can wait at most, in milliseconds. After that, the request is not sent.
   * @returns A promise that resolves when the request may be sent, or undefined if it may be sent now. If it throws, the call throws a
   * `ConfigurationError`, and nothing is sent.
   */
  acquire(signal: AbortSignal | undefined, waitMs: number): PromiseLike<unknown> | undefined;
}

/** How many requests the API allows in a second, per account and per address. @see spec/components/responses/TooManyRequests.yaml */
const perSecond = 10;

/** The window, in milliseconds: a second and a margin, because two requests may arrive closer together than they were sent. */
const windowMs = 1_020;

/** Returns the limiter of a key, which may still have to be made. */
type Limiters = (key: string, make: () => RateLimiter) => RateLimiter;

/** The key of this process's limiters, which both module formats of this package share. */
const registry = Symbol.for('@truework-legacy/client/rate-limiters');

/** The limiter that all clients of this process with the same key share. A client with its own clock gets its own. */
export function sharedRateLimiter(clock: Clock, key: string): RateLimiter {
  if (clock !== systemClock) return new SlidingWindow(clock);
  const shared = globalThis as { [registry]?: Limiters };
  shared[registry] ??= makeLimiters();
  return shared[registry](key, () => new SlidingWindow(clock));
}

/** In a closure, because the keys contain tokens, and anyone can print what is global. */
function makeLimiters(): Limiters {
  const limiters = new Map<string, RateLimiter>();
  return (key, make) => {
    const limiter = limiters.get(key) ?? make();
    limiters.set(key, limiter);
    return limiter;
  };
}

/** Allows at most ten requests in any second, in the order of their calls. A call that stops waiting gives its turn to the next. */
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
    // The request will not be sent, so it takes no turn.
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

  /** How long until the next turn, in milliseconds. 0 or less if a request may be sent now. */
  #waitMs(): number {
    const now = elapsed(this.#clock);
    this.#times = this.#times.filter((time) => time > now - windowMs);
    return this.#times.length < perSecond ? 0 : (this.#times[0] as number) + windowMs - now;
  }
}
