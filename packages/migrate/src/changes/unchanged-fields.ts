import { isObject, present, texts } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// Some fields are the same in both versions, but for null: 2019-10-15 leaves out what is empty, and prints `loan_id` all the same.

/** What a create takes unchanged. */
export function unchangedToLater(
  { additional_information, loan_id, metadata }: Legacy.VerificationInput,
  notes: Notes,
): Pick<Later.TargetEmployerOrderInput, 'additional_information' | 'loan_id' | 'metadata'> {
  const given = texts({ additional_information, loan_id }, notes);
  if (typeof additional_information === 'string' && additional_information.length > 1000)
    notes.at('additional_information').add('reject', 'Longer than 1000 characters.');
  return { ...given, ...metadataToLater(metadata, notes) };
}

/** The names in it are the caller's own, so no note has one. */
export function metadataToLater(
  metadata: Legacy.Metadata | null | undefined,
  notes: Notes,
): { metadata?: Legacy.Metadata } {
  if (metadata === undefined || metadata === null) return {};
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string'))
    notes.at('metadata').add('reject', 'Not an object of strings.');
  return { metadata };
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
