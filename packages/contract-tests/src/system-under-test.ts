import type { TrueworkOptions } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { type LiveAddress, liveSystem } from './live/live-system.ts';

/** What the suite is run against. */
export interface SystemUnderTest {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** What keeps clients below the target's rate. */
  readonly rateLimiter: NonNullable<TrueworkOptions['rateLimiter']>;
  /** How many times clients send a call again. */
  readonly retries: number;
  /** Whether a test fails where an answer is not as the spec says. Not where that is collected, as what is known of the vendor. */
  readonly validatesResponses: boolean;
  /** Lets time pass. Only where the time is ours. */
  advance(milliseconds: number): void;
  /** Comes back when what was ordered so far has had the time to be settled. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A key of the sandbox. */
export const testKey = 'tw_sk_test_0000000000000000000000000000000000000000';

/** What this process is to test: where a live run leads to, else a sandbox of its own. */
export function systemOfThisProcess(): SystemUnderTest {
  const { TRUEWORK_LIVE: live } = process.env;
  return live ? liveSystem(JSON.parse(live) as LiveAddress) : sandboxSystem();
}

/** A sandbox of its own in this process, whose time stands still until somebody lets it pass. */
export function sandboxSystem(): SystemUnderTest {
  let now = Date.UTC(2019, 10, 5, 17, 8, 44, 819);
  // The suite judges the answers: a sandbox that judged its own would hide what is wrong with them behind a 500.
  const sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false, validateResponses: false });
  const advance = (milliseconds: number) => {
    now += milliseconds;
  };
  return {
    baseUrl: 'http://127.0.0.1:4019',
    token: testKey,
    fetch: sandbox.fetch,
    rateLimiter: false,
    retries: 2,
    validatesResponses: true,
    advance,
    settle: async () => advance(60_000),
    close: () => sandbox.close(),
  };
}
