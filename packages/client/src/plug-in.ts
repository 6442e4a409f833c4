import { CallError, ConfigurationError, TrueworkError } from './errors.ts';
import { ignoringErrors } from './ignore-errors.ts';

interface Digested {
  readonly digest: unknown;
}

/**
 * Whether an error is how a framework steers: Next.js marks such errors with a `digest`, and breaks if they do not arrive as they
 * were thrown. They are neither wrapped nor retried.
 */
export function isControlFlow(error: unknown): boolean {
  return (
    ignoringErrors(() => typeof (error as Partial<Digested> | null | undefined)?.digest === 'string') === true
  );
}

/** Whether a check rejects what it looked at, and has not just failed. */
export function isVerdict(error: unknown): boolean {
  return error instanceof CallError || isControlFlow(error);
}

/**
 * An error as this package throws it, whatever plugged-in code threw: a {@link TrueworkError}, or what a framework steers by.
 *
 * @param problem - The message for anything else.
 */
export function ownErrorOf(error: unknown, problem: string): unknown {
  return error instanceof TrueworkError || isControlFlow(error) ? error : new ConfigurationError(problem);
}

/** Runs something that is to throw nothing but what {@link ownErrorOf} gives. */
export async function onlyTrueworkErrors<Value>(problem: string, run: () => Value): Promise<Awaited<Value>> {
  try {
    return await run();
  } catch (error) {
    throw ownErrorOf(error, problem);
  }
}
