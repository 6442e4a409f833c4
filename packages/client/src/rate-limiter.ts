import { type Clock, elapsed, listenersOf, systemClock } from './clock.ts';
import { Sleeper } from './sleeper.ts';

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
  /** When the latest requests were sent, oldest first. */
  #times: number[] = [];
  readonly #waiting = new Set<Sleeper>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  acquire(signal: AbortSignal | undefined, longestMs: number): Promise<void> | undefined {
    // The request will not be sent, so it takes no turn.
    if (signal?.aborted) return undefined;
    if (this.#waitMs() > 0) return this.#wait(signal, longestMs);
    this.#times.push(elapsed(this.#clock));
    return undefined;
  }

  async #wait(signal: AbortSignal | undefined, longestMs: number): Promise<void> {
    const endMs = elapsed(this.#clock) + longestMs;
    const self = new Sleeper(this.#clock);
    const stopListening = signal && listenersOf(signal)(() => self.wake());
    let hasYielded = false;
    try {
      while (!signal?.aborted && elapsed(this.#clock) < endMs) {
        // Again, because others may have taken it for lost.
        this.#waiting.add(self);
        const waitMs = this.#waitMs(self);
        if (waitMs <= 0 && (hasYielded || this.#first(1)[0] === self)) {
          this.#times.push(elapsed(this.#clock));
          return;
        }
        // Those before it go first, unless they are lost.
        hasYielded = waitMs <= 0;
        if (hasYielded) this.#wakeFirst();
        await self.sleep(Math.max(0, Math.min(waitMs, endMs - elapsed(this.#clock))));
      }
      this.#waiting.delete(self);
      this.#wakeFirst();
    } finally {
      stopListening?.();
      this.#waiting.delete(self);
    }
  }

  /** Has those who are next look whether it is their turn. */
  #wakeFirst(): void {
    for (const sleeper of this.#first(perSecond)) sleeper.wake();
  }

  /** The first of those who wait, without those that are lost. */
  #first(count: number): Sleeper[] {
    const now = elapsed(this.#clock);
    const first: Sleeper[] = [];
    for (const sleeper of this.#waiting) {
      if (first.length === count) break;
      if (sleeper.lostMs >= now) first.push(sleeper);
      else {
        this.#waiting.delete(sleeper);
        // If it is not gone for good, it adds itself again.
        sleeper.wake();
      }
    }
    return first;
  }

  /** How long until it is the turn of a call, in milliseconds, or until it looks again. 0 or less if its request may be sent now. */
  #waitMs(self?: Sleeper): number {
    const now = elapsed(this.#clock);
    this.#times = this.#times.filter((time) => time > now - windowMs);
    const first = this.#first(perSecond);
    const ahead = self && first.includes(self) ? first.indexOf(self) : first.length;
    if (ahead === perSecond) return windowMs;
    const time = this.#times[this.#times.length - perSecond + ahead];
    return time === undefined ? 0 : time + windowMs - now;
  }
}
