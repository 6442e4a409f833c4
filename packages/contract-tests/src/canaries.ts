import type { CancellationInput, CredentialsSessionInput, VerificationInput } from '@truework-legacy/client';
import { otherCanaries, personalCanaries } from '@truework-legacy/spec/test-data';
import { fullInput, fullSession } from './verification-inputs.ts';

/** The number, which has to be one of the listed ones. */
export const numberCanary = '000-03-0000';

const target = { ...fullInput.target, ...personalCanaries, social_security_number: numberCanary };

/** A verification with a canary in every field of a person. */
export const canaryInput: VerificationInput = {
  ...fullInput,
  target,
  additional_information: otherCanaries.additional_information,
  documents: [{ filename: otherCanaries.filename, content: otherCanaries.content }],
  metadata: { reference: otherCanaries.metadata },
};

export const canarySession: CredentialsSessionInput = {
  ...fullSession,
  target: { ...fullSession.target, ...personalCanaries },
  metadata: { reference: otherCanaries.metadata },
};

export const canaryCancellation: CancellationInput = {
  cancellation_reason: 'other',
  cancellation_details: otherCanaries.cancellation_details,
};
