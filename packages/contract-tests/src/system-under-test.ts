import type { TrueworkOptions } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

/** What the suite is run against. */
export interface SystemUnderTest {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Keeps clients below the rate of the system. */
  readonly rateLimiter: NonNullable<TrueworkOptions['rateLimiter']>;
  /** How often clients retry a call. */
  readonly retries: number;
  /** Whether a test fails if a response is not as the spec says. False if that is collected, as what is known of the vendor. */
  readonly validatesResponses: boolean;
  /** Lets time pass. Only if the time is ours. */
  advance(milliseconds: number): void;
  /** Resolves once every verification created so far has had the time to complete. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A key of the sandbox. */
export const testKey = 'tw_sk_test_0000000000000000000000000000000000000000';

/** A sandbox of its own in this process, whose time stands still until somebody lets it pass. */
export function sandboxSystem(): SystemUnderTest {
  let now = Date.UTC(2019, 10, 5, 17, 8, 44, 819);
  // The suite validates the responses: a sandbox that did so itself would hide what is wrong behind a 500.
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
