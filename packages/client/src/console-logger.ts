import type { Attempt, AttemptOutcome } from './options.ts';

/**
 * Logs one line for each attempt: what was called, how it ended, and how long it took. No id, no key and nothing about a person.
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
    // Returned, for a console that somebody replaced by one that takes its time.
    return console.log(
      `truework ${operation} ${method} ${path} attempt ${attempt}: ${outcome} in ${Math.round(durationMs)} ms${retry}`,
    );
  };
}
