import { isObject, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';

// Some fields are the same in both versions, but for null: 2019-10-15 leaves out what is empty, and prints `loan_id` all the same.

/** What a create takes unchanged. */
export function unchangedToLater(
  input: Legacy.VerificationInput,
): Pick<Later.TargetEmployerOrderInput, 'additional_information' | 'loan_id' | 'metadata'> {
  const { additional_information, loan_id, metadata } = input;
  return present({ additional_information, loan_id, metadata });
}

/** What a verification shows unchanged. */
export function unchangedFromLater(
  verification: Later.OrderVerification,
): Pick<Legacy.Verification, 'additional_information' | 'loan_id' | 'metadata'> {
  const { additional_information, metadata } = verification;
  return {
    loan_id: verification.loan_id ?? null,
    ...present({ additional_information }),
    ...(isObject(metadata) && { metadata }),
  };
}
