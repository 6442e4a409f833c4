import { ApiError } from '../api-error.ts';
import type { Handler } from '../handler.ts';
import { findTestNumber } from '../test-numbers.ts';
import { unsupportedTestNumber } from './verifications.ts';

export const createCredentialsSession: Handler<'createCredentialsSession'> = (
  { body },
  { store, ids, clock, account },
) => {
  if (findTestNumber(body.target.social_security_number) === undefined)
    throw new ApiError(400, unsupportedTestNumber);
  const sequence = store.addCredentialsSession(account, clock.now(), body);
  return {
    status: 201,
    body: { id: ids.object('credentialsSession', sequence), token: ids.sessionToken(sequence) },
  };
};
