import type { CancellationInput, CredentialsSessionInput, VerificationInput } from '@truework-legacy/client';
import { fullInput, fullSession } from './verification-inputs.ts';

// Values that are found again wherever they get to. None of them is a word, or a part of another.

/** What is known of a person, by the name of its field. */
export const personalCanaries = {
  first_name: 'Quendolyn',
  last_name: 'Featherstonehaugh',
  contact_email: 'marylebone@example.com',
  date_of_birth: '1921-07-13',
  phone_number: '555-0183-927',
} as const;

/** What a request carries beside the person, by what it is. */
export const otherCanaries = {
  additional_information: 'Sousaphonist',
  filename: 'Wolverhampton.pdf',
  content: 'TWFudXNjcmlwdG9yaXVt',
  cancellation_details: 'Bankruptcy',
  metadata: 'Hippocampus',
} as const;

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

/** The canaries in a text. */
export function canariesIn(text: string, ...more: string[]): string[] {
  const all = [...Object.values(personalCanaries), ...Object.values(otherCanaries), ...more];
  return all.filter((canary) => text.includes(canary));
}
