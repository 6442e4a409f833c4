import type { Handlers } from '../handler.ts';
import { createCredentialsSession } from './credentials-sessions.ts';
import { createVerification, getVerification, listVerifications } from './verifications.ts';

/** The behaviour of every operation. The compiler refuses this where one of the spec is missing. */
export const handlers: Handlers = {
  createCredentialsSession,
  createVerification,
  getVerification,
  listVerifications,
};
