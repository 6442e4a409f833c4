import { notImplemented } from './ambiguous-outcome.ts';
import { longestTimerMs } from './clock.ts';
import { type CallError, NetworkError, RateLimitedError, ServerError, TimeoutError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';

/** Whether a retry may succeed after a failure. */
export function isTransient(failure: unknown): boolean {
  if (failure instanceof ServerError)
    return Number(failure.status) >= 500 && failure.status !== notImplemented;
  return [NetworkError, TimeoutError, RateLimitedError].some((Class) => failure instanceof Class);
}

/**
 * How long to wait before a failed call is retried, in milliseconds. Undefined if it must not be retried. Without a `Retry-After`, the wait
 * is a random part of 500 ms, doubled with each attempt ("full jitter").
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param retry - Whether the operation may be repeated if it is unknown whether it took effect.
 * @param attempt - The attempt that failed, counted from 1.
 */
export function retryDelay(
  failure: CallError,
  retry: 'safe' | 'never',
  attempt: number,
  retries: number,
  random: () => number,
): number | undefined {
  const isRateLimited = failure instanceof RateLimitedError;
  const mayRetry = isRateLimited || (retry === 'safe' && isTransient(failure));
  if (attempt > retries || !mayRetry) return undefined;
  if (failure.retryAfterMs !== undefined) return failure.retryAfterMs;
  // The API counts requests per second, so an earlier retry would be rejected again.
  return (isRateLimited ? 1_000 : 0) + between0And1(random) * 250 * 2 ** attempt;
}

/** A plugged-in `random` may return anything. */
function between0And1(random: () => number): number {
  const number = random();
  // It may be a promise, which rejects.
  ignoringErrors(() => number);
  return number >= 0 && number <= 1 ? number : 0.5;
}

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  milli: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * The wait that a `Retry-After` header asks for, in milliseconds. The header contains seconds or a date. A unit after the number is
 * understood. If proxies joined several headers to a list, the longest wait counts, but at most what a timer can wait (24 days): a longer one
 * would end at once. Undefined if the header is absent or invalid.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after
 * @param headers - The headers of the response. A date is compared with the server's `Date`, not with this machine's clock.
 */
export function readRetryAfter(
  headers: { get(name: string): string | null },
  now: number,
): number | undefined {
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const serverNow = Date.parse(String(headers.get('date'))) || now;
  // A date contains a comma as well, before its day.
  const waits = text.split(/,(?!\s*\d\d[\s-][A-Z][a-z]{2}\b)/).map((part) => waitOf(part.trim(), serverNow));
  const longest = Math.max(...waits.filter((wait) => wait !== undefined));
  return longest >= 0 ? Math.min(longest, longestTimerMs) : undefined;
}

function waitOf(text: string, serverNow: number): number | undefined {
  if (Number(text) > 0) return Number(text) * 1_000;
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h|d)?[a-z]*$/i.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * (unitsMs[unit.toLowerCase()] as number);
  // One of the three formats of a date does not name its zone, which is always GMT.
  const wait = Date.parse(text.replace(/( GMT)?$/, ' GMT')) - serverNow;
  return wait > 0 ? wait : undefined;
}
