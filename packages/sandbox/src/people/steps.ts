import type { VerificationState } from '../generated/types.gen.ts';

/** A state that a verification enters by itself, and how long after the one before, in milliseconds. */
export interface Step {
  state: VerificationState;
  afterMs: number;
}

/** How long an asynchronous verification waits and is worked on. Truework's sandbox takes about 0.2 s in all. */
export const pendingMs = 100;
export const processingMs = 100;

/** The usual way to an end. */
export function stepsTo(end: VerificationState): readonly Step[] {
  return [
    { state: 'processing', afterMs: pendingMs },
    { state: end, afterMs: processingMs },
  ];
}
