import type { CallError } from './errors.ts';

/** Whether a failure may well not happen again. */
export function isTransient({ code, status }: CallError): boolean {
  return /^(network|timeout|429|5(?!01))/.test((status ?? code) as string);
}

/**
 * How long to wait before a failed call is sent again, in milliseconds. Undefined where it must not be.
 *
 * @param retry - Whether the operation may be repeated after a failure that leaves open if the server did the work.
 * @param attempt - The attempt that failed, counted from 1.
 */
export function retryDelay(
  failure: CallError,
  retry: 'safe' | 'never',
  attempt: number,
  retries: number,
  random: () => number,
): number | undefined {
  const isRefused = failure.code === 'rate-limited';
  if (attempt > retries || !(isRefused || (retry === 'safe' && isTransient(failure)))) return undefined;
  // The rate is counted by the second: sooner would be too soon.
  return failure.retryAfterMs ?? (isRefused ? 1_000 : 0) + random() * 250 * 2 ** attempt;
}

/**
 * What a `Retry-After` header asks for, in milliseconds: it holds seconds or a date. Undefined where it is absent or neither.
 *
 * @param headers - Of the answer. A date is compared with the server's own `Date`, whatever this machine's clock says.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const seconds = Number(text || undefined);
  if (seconds >= 0) return seconds * 1_000;
  // One of the three forms of a date does not name its zone, which is GMT in all of them.
  const date = Date.parse(text.replace(/( GMT)?$/, ' GMT'));
  const wait = date - (Date.parse(headers.get('date') ?? '') || now);
  return wait > 0 ? wait : undefined;
}
