import { CallError, ConfigurationError, TrueworkError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';

interface Digested {
  readonly digest: unknown;
}

/**
 * Whether an error is the control flow of a framework. Next.js marks such errors with a `digest`, and breaks if they do not arrive as they
 * were thrown, so they are neither wrapped nor retried.
 */
export function isControlFlow(error: unknown): boolean {
  return ignoringErrors(() => typeof (error as Digested).digest === 'string') === true;
}

/** Whether an error of a check is its verdict, rather than a failure of the check. */
export function isVerdict(error: unknown): boolean {
  return error instanceof CallError || isControlFlow(error);
}

/**
 * An error that this package may throw: a {@link TrueworkError} or a framework's control flow as it is, and a {@link ConfigurationError}
 * for anything else that plugged-in code threw.
 *
 * @param problem - The message of that {@link ConfigurationError}.
 */
export function ownErrorOf(error: unknown, problem: string): unknown {
  return error instanceof TrueworkError || isControlFlow(error) ? error : new ConfigurationError(problem);
}

/** Runs code, and throws its errors as {@link ownErrorOf} returns them. */
export async function onlyTrueworkErrors<Value>(problem: string, run: () => Value): Promise<Awaited<Value>> {
  try {
    return await run();
  } catch (error) {
    throw ownErrorOf(error, problem);
  }
}
