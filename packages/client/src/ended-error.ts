import { AbortedError, type CallFailure, TimeoutError } from './errors.ts';

/**
 * The error of a call or a wait that ended early.
 *
 * @param problem - What did not happen in time.
 */
export function endedError(
  byTheSignal: boolean | undefined,
  { problem, ...known }: CallFailure,
): TimeoutError | AbortedError {
  return byTheSignal
    ? new AbortedError({ ...known, problem: 'aborted by the signal.' })
    : new TimeoutError({ ...known, problem: `${problem}.` });
}
