import { CallError, ConfigurationError, TrueworkError } from './errors.ts';

/**
 * Whether an error is how a framework steers: Next.js marks such errors with a `digest`, and breaks if they do not arrive as they
 * were thrown. They are neither wrapped nor retried.
 */
export function isControlFlow(error: unknown): boolean {
  return typeof (error as { digest?: unknown } | null | undefined)?.digest === 'string';
}

/** Whether a check rejects what it looked at, and has not just failed. */
export function isVerdict(error: unknown): boolean {
  return error instanceof CallError || isControlFlow(error);
}

/**
 * Runs what was plugged in and has its turn before anything is sent.
 *
 * @param what - What it is, for the message.
 * @throws {@link ConfigurationError} for whatever it throws that is no error of this package.
 */
export async function beforeSending<Value>(what: string, run: () => Value): Promise<Awaited<Value>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TrueworkError || isControlFlow(error)) throw error;
    throw new ConfigurationError(`${what} failed, so nothing was sent. What does it throw?`);
  }
}
