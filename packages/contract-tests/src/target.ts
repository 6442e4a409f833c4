import type { TrueworkOptions } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

/** What the suite is run against. */
export interface Target {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** What keeps clients below the target's rate. */
  readonly rateLimiter: NonNullable<TrueworkOptions['rateLimiter']>;
  /** Lets time pass. Only where the time is ours. */
  advance(milliseconds: number): void;
  /** Comes back when what was ordered so far has had the time to be settled. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A key of the sandbox. */
export const testKey = 'tw_sk_test_0000000000000000000000000000000000000000';

/** A sandbox of its own in this process, whose time stands still until somebody lets it pass. */
export function sandboxTarget(): Target {
  let now = Date.UTC(2019, 10, 5, 17, 8, 44, 819);
  // The suite judges the answers: a sandbox that judged its own would hide what is wrong with them behind a 500.
  const sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false, checkAnswers: false });
  const advance = (milliseconds: number) => {
    now += milliseconds;
  };
  return {
    baseUrl: 'http://127.0.0.1:4019',
    token: testKey,
    fetch: sandbox.fetch,
    rateLimiter: false,
    advance,
    settle: async () => advance(60_000),
    close: () => sandbox.close(),
  };
}
