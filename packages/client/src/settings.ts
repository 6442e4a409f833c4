import type { Clock } from './clock.ts';
import type { Fetch } from './fetch.ts';
import type { Check, TrueworkOptions, Warning } from './options.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The settings of a connection. */
export interface Settings {
  readonly baseUrl: string;
  readonly token: string;
  /** The headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
  /** Default: `globalThis.fetch`, read for each request, because a test or a framework may replace it. */
  readonly fetch?: Fetch | undefined;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly rateLimiter: RateLimiter | false;
  readonly validation?: Check | undefined;
  readonly signatures?: Check | undefined;
  readonly onAttempt?: TrueworkOptions['onAttempt'];
  /** Reports a warning, once for each message. */
  readonly warn: (code: Warning['code'], message: string) => void;
}
