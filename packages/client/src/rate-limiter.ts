import { type Clock, elapsed, setAlarm, systemClock } from './clock.ts';
import { newSleeper, type Sleeper, sleep } from './sleeper.ts';

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

/**
 * Allows at most ten requests in any second, in the order of their calls. A call that stops waiting gives its turn to the next. Each call
 * that waits looks by itself whether it is its turn, at least once in each window: one that does not has gone, with its request of a worker.
 */
class SlidingWindow implements RateLimiter {
  readonly #clock: Clock;
  /** When as many requests were sent as are allowed in a window, oldest first. */
  readonly #times: number[] = Array(perSecond).fill(-Infinity);
  readonly #waiting = new Set<Sleeper>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  acquire(signal: AbortSignal | undefined, longestMs: number): Promise<void> | undefined {
    // The request will not be sent, so it takes no turn.
    if (signal?.aborted) return undefined;
    const self = newSleeper();
    return this.#takeTurn(self) > 0 ? this.#wait(self, signal, longestMs) : undefined;
  }

  async #wait(self: Sleeper, signal: AbortSignal | undefined, longestMs: number): Promise<void> {
    let hasLeft = false;
    const leave = () => {
      hasLeft = true;
      self.wake();
    };
    const stop = setAlarm(this.#clock, longestMs, signal, leave);
    try {
      while (!hasLeft) {
        const waitMs = this.#takeTurn(self);
        if (waitMs === 0) break;
        // Again, because others may have taken it for lost.
        this.#waiting.add(self);
        await sleep(self, this.#clock, waitMs);
      }
    } finally {
      stop();
      this.#waiting.delete(self);
      if (hasLeft) for (const next of this.#next()) next.wake();
    }
  }

  /** Those who are next, without those that are lost. */
  #next(): Sleeper[] {
    const now = elapsed(this.#clock);
    const next: Sleeper[] = [];
    for (const sleeper of this.#waiting) {
      if (next.length === perSecond) break;
      if (sleeper.lostMs > now) next.push(sleeper);
      else {
        this.#waiting.delete(sleeper);
        sleeper.wake();
      }
    }
    return next;
  }

  /**
   * Takes a turn, if it is the turn of a call.
   *
   * @returns How long to wait until it looks again, in milliseconds. 0 if it took its turn.
   */
  #takeTurn(self: Sleeper): number {
    const now = elapsed(this.#clock);
    const next = this.#next();
    const ahead = next.includes(self) ? next.indexOf(self) : next.length;
    if (ahead === perSecond) return windowMs;
    const time = this.#times[ahead] as number;
    if (time + windowMs > now) return time + windowMs - now;
    // If others are before it, their timers are late.
    next[0]?.wake();
    this.#times.shift();
    this.#times.push(now);
    return 0;
  }
}
