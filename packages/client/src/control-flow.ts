import { ignoringErrors } from './ignore-errors.ts';

/**
 * Whether an error is how a framework steers: Next.js marks such errors with a `digest`, and breaks if they do not arrive as they
 * were thrown. They are neither wrapped nor retried.
 */
export function isControlFlow(error: unknown): boolean {
  return typeof ignoringErrors(() => Object(error).digest) === 'string';
}
