import type { Part } from './tenant.ts';
import type { Json } from './timeline.ts';

/** How many requests to one endpoint are taken within a second. */
export interface RateLimits {
  /** For one key. */
  perKey: number | false;
  /** For one address. Those of this machine are not counted: everything that runs on it shares them. */
  perAddress: number | false;
}

const windowMs = 1000;

/** Counts requests by name: never more than the limit are taken within any second. */
export class RateWindow {
  readonly #limit: number;
  /** By name, the moments of the latest requests that were taken, oldest first, as many as the limit at most. */
  #taken = new Map<string, number[]>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes a request, or refuses it.
   *
   * @returns 0, or how long to wait until one is taken again, in milliseconds.
   */
  take(name: string, nowMs: number): number {
    let taken = this.#taken.get(name);
    if (taken === undefined) {
      if (this.#taken.size > 10_000) this.#forgetBefore(nowMs - windowMs);
      taken = [];
      this.#taken.set(name, taken);
    }
    while (taken.length > 0 && (taken[0] as number) <= nowMs - windowMs) taken.shift();
    if (taken.length >= this.#limit) return (taken[0] as number) + windowMs - nowMs;
    taken.push(nowMs);
    return 0;
  }

  #forgetBefore(momentMs: number): void {
    for (const [name, taken] of this.#taken) {
      if ((taken.at(-1) ?? 0) <= momentMs) this.#taken.delete(name);
    }
  }

  save(): Json {
    return Object.fromEntries(this.#taken);
  }

  load(saved: Json | undefined): void {
    this.#taken = new Map(Object.entries((saved ?? {}) as Record<string, number[]>));
  }
}

/** The rates of tenants, each on its own clock. */
export function ratePart(): Part {
  return {
    save: (tenant) => tenant.rates?.save() ?? null,
    load: (tenant, value) => tenant.rates?.load(value ?? undefined),
  };
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
