import type { VerificationState } from '../generated/types.gen.ts';

/** What each state may become. */
export const stateEdges: Readonly<Record<VerificationState, readonly VerificationState[]>> = {
  'pending-approval': ['processing', 'canceled'],
  processing: ['pending-approval', 'action-required', 'completed', 'canceled', 'invalid'],
  'action-required': ['processing', 'canceled'],
  completed: [],
  canceled: [],
  invalid: [],
};
