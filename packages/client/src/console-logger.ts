import type { Attempt, AttemptOutcome } from './options.ts';

/**
 * An `onAttempt` that logs one line for each attempt: the operation, how it ended, and how long it took. Logs no id, key or personal data.
 *
 * @example
 * ```ts
 * const truework = createTruework({ token, environment, onAttempt: consoleLogger });
 * // truework createVerification POST /verification-requests/ attempt 1: 201 in 184 ms
 * ```
 */
export function consoleLogger({
  operation,
  method,
  path,
  attempt,
}: Attempt): (outcome: AttemptOutcome) => void {
  return ({ status, errorCode, willRetry, durationMs }) => {
    const outcome = [status, errorCode].filter((part) => part !== undefined).join(' ');
    const retry = willRetry ? ', will retry' : '';
    // Returned, because a replaced console may return a promise.
    return console.log(
      `truework ${operation} ${method} ${path} attempt ${attempt}: ${outcome} in ${Math.round(durationMs)} ms${retry}`,
    );
  };
}
