import type { Clock } from './clock.ts';
import type { Fetch } from './fetch.ts';
import type { Check, TrueworkOptions, Warning } from './options.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** What every call of a connection has in common. */
export interface Settings {
  readonly baseUrl: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
  /** Absent: `globalThis.fetch`, looked up for each request, because a test or a framework may replace it. */
  readonly fetch?: Fetch | undefined;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly rateLimiter: RateLimiter | false;
  readonly validation?: Check | undefined;
  readonly signatures?: Check | undefined;
  readonly onAttempt?: TrueworkOptions['onAttempt'];
  /** Passes a warning on, the first time. */
  readonly warn: (code: Warning['code'], message: string) => void;
}
