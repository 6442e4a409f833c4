import { isObject, objectOf, present, texts } from '../fields.ts';
import { cancellationReasonInputToLater, cancellationReasonToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, canonicalOf, type Wrapped } from '../values.ts';

// 2019-10-15 cancels a verification. 2023-10-30 cancels an order: all of its verifications that are in no final state. The five reasons
// are the same; `no-match` is new and means that Truework found nothing, for which 2019-10-15 gave no reason.

export function cancellationToLater(
  input: Legacy.CancellationInput,
  notes: Notes,
): Later.OrderCancellationInput {
  const { cancellation_reason, cancellation_details } = objectOf(input);
  if (byTable(cancellation_reason, cancellationReasonInputToLater).to === undefined)
    notes.at('cancellation_reason').add('reject', 'Missing, or a value that 2023-10-30 does not know.');
  notes.add('behavior', 'This cancels every verification of the order that is not final.');
  return { cancellation_reason, ...texts({ cancellation_details }, notes) };
}

interface Reason {
  readonly cancellation_reason: Wrapped | null;
  readonly cancellation_details: string | null;
}

export function reasonFromLater(
  { cancellation_reason, cancellation_details }: Reason,
  notes: Notes,
): Pick<Legacy.Verification, 'cancellation_reason' | 'cancellation_details'> {
  return {
    ...present({ cancellation_details }),
    ...(isObject(cancellation_reason) && knownReason(cancellation_reason, notes.at('cancellation_reason'))),
  };
}

function knownReason(reason: Wrapped, notes: Notes): Pick<Legacy.Verification, 'cancellation_reason'> {
  const { to, known } = byTable(canonicalOf(reason), cancellationReasonToLegacy);
  if (to === undefined && known) {
    notes.add('lost', 'Truework found nothing. 2019-10-15 has no reason for that, so it is left out.');
    return {};
  }
  if (!known)
    notes.add('assumed', '2019-10-15 has no such reason. It becomes `other`. The raw value says more.');
  return { cancellation_reason: to ?? 'other' };
}
