import { noteLost } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { documentsFromLater } from './authorization-forms.ts';
import { reasonFromLater } from './cancellation.ts';
import { purposeFromLater } from './purpose-and-use-case.ts';
import { type ReportOptions, reportsFromLater } from './report.ts';
import { parametersFromLater } from './request-config.ts';
import { resellerFromLater } from './reseller.ts';
import { stateFromLater } from './state.ts';
import { targetFromLater } from './target.ts';
import { turnaroundTimeFromLater } from './turnaround-time.ts';
import { unchangedFromLater } from './unchanged-fields.ts';
import { typeFromLater } from './verification-type.ts';

// An order has one or more verifications. Its id is not theirs.

/** A verification of 2019-10-15 without its price, which no response of 2023-10-30 has. */
export type UnpricedVerification = Omit<Legacy.Verification, 'price'>;

/**
 * @param around - Notes about the order around it.
 * @returns Undefined if 2019-10-15 has no verification like it.
 */
export function verificationFromLater(
  verification: Later.OrderVerification,
  order: Later.Order,
  options: ReportOptions,
  notes: Notes,
  around: Notes,
): UnpricedVerification | undefined {
  const { id, created, applicant_documents, unverified_information } = verification;
  const type = typeFromLater(verification.type, notes.at('type'));
  const purpose = purposeFromLater(verification, notes);
  if (type === undefined || purpose === undefined) return undefined;
  noteLost({ applicant_documents, unverified_information }, 'New in 2023-10-30.', notes);
  return {
    id,
    created,
    state: stateFromLater(verification.state, notes.at('state')),
    type,
    ...purpose,
    turnaround_time: turnaroundTimeFromLater(verification.turnaround_time),
    date_of_completion: verification.date_of_completion ?? null,
    ...unchangedFromLater(verification),
    ...documentsFromLater(verification.documents),
    ...reasonFromLater(verification, notes),
    ...reportsFromLater(verification.reports, options, type, notes.at('reports')),
    target: targetFromLater(verification.target, notes.at('target')),
    ...parametersFromLater(order, around),
    ...resellerFromLater(verification.reseller_originating_party, notes.at('reseller_originating_party')),
  };
}
