/** How many requests to one endpoint are accepted within a second. */
export interface RateLimits {
  /** For one key. */
  perKey: number | false;
  /** For one address. Those of this machine are not counted: everything that runs on it shares them. */
  perAddress: number | false;
}

const windowMs = 1000;

/** More names than the addresses of any network that a sandbox is on. Beyond it, all of them begin anew. */
const mostNames = 10_000;

/** The requests that were accepted under one name. */
interface Taken {
  /** The times of the latest requests, oldest first, at most as many as the limit. */
  readonly atMs: number[];
  /** When the latest one was, in real time. */
  realMs: number;
}

/** Two clocks: the tenant's, which may stand still or jump, and real time, which does neither. */
export interface RateTime {
  readonly elapsedMs: number;
  readonly realMs: number;
}

/**
 * Counts requests by name: never more than the limit are accepted within any second. If the tenant's clock stands still, a second of
 * real time without an accepted request ends the wait, too.
 */
export class RateWindow {
  readonly #limit: number;
  readonly #taken = new Map<string, Taken>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Accepts a request, or rejects it.
   *
   * @returns 0, or how long to wait until one is accepted again, in milliseconds.
   */
  take(name: string, { elapsedMs, realMs }: RateTime): number {
    if (this.#taken.size > mostNames) this.#taken.clear();
    const taken = this.#taken.get(name) ?? { atMs: [], realMs };
    this.#taken.set(name, taken);
    const { atMs } = taken;
    if (hasPassed(taken.realMs, realMs)) atMs.length = 0;
    while (hasPassed(atMs[0] as number, elapsedMs)) atMs.shift();
    if (atMs.length >= this.#limit) return (atMs[0] as number) + windowMs - elapsedMs;
    atMs.push(elapsedMs);
    taken.realMs = realMs;
    return 0;
  }

  /** Forgets all requests. */
  clear(): void {
    this.#taken.clear();
  }
}

/** Whether a time is outside the window: long ago, or later than now, because the clock was set back since. */
function hasPassed(timeMs: number, nowMs: number): boolean {
  return timeMs <= nowMs - windowMs || timeMs > nowMs;
}

/** Whether an address is one of this machine. */
export function isLocalAddress(address: string): boolean {
  return (
    address === 'in-process' ||
    address === '::1' ||
    address.startsWith('127.') ||
    address.startsWith('::ffff:127.')
  );
}
