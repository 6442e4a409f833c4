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
 * Runs something whose every error is to be a {@link TrueworkError}, whatever plugged-in code throws, or one that a framework
 * steers by.
 *
 * @param problem - The message for whatever else it throws.
 */
export async function onlyTrueworkErrors<Value>(problem: string, run: () => Value): Promise<Awaited<Value>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TrueworkError || isControlFlow(error)) throw error;
    throw new ConfigurationError(problem);
  }
}
