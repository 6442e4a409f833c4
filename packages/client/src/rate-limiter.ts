import { type Clock, pause, systemClock } from './clock.ts';

/**
 * Keeps requests below the API's rate. A fleet of processes with one key plugs in its own, over storage that they share: the API
 * counts per account and per address.
 */
export interface RateLimiter {
  /**
   * Asks to send one request.
   *
   * @param signal - Ends the wait; the request is then not sent.
   * @param deadline - When the request is not sent any more, in milliseconds since 1970, UTC. A turn after it is of no use.
   * @returns A promise of the moment when it may be sent, or nothing where that is now. What it throws ends the call as it is.
   */
  acquire(signal: AbortSignal | undefined, deadline: number): Promise<unknown> | undefined;
}

/** What the API admits in a second, by key and by address. */
const perSecond = 10;

/** A second, and a little more: two requests may come closer together at the server than they left here. */
const windowMs = 1_020;

const limiters = new Map<string, RateLimiter>();

/** The limiter that all clients with the same key share in this process. One with a clock of its own shares none. */
export function sharedRateLimiter(clock: Clock, key: string): RateLimiter {
  const limiter = (clock === systemClock && limiters.get(key)) || rateLimiter(clock);
  if (clock === systemClock) limiters.set(key, limiter);
  return limiter;
}

/** At most ten requests in any second, in the order in which they asked. */
function rateLimiter(clock: Clock): RateLimiter {
  // When the latest requests were sent or will be.
  const times: number[] = [];
  return {
    acquire(signal, deadline) {
      const now = clock.now();
      const oldest = times.length < perSecond ? 0 : (times[0] as number);
      const time = Math.max(now, oldest + windowMs);
      if (time < deadline) times.splice(0, times.push(time) - perSecond);
      return time > now ? pause(clock, Math.min(time, deadline) - now, signal) : undefined;
    },
  };
}
