import { reasonFromLater } from './changes/cancellation.ts';
import { type Price, priceOf } from './changes/price.ts';
import { stateFromLater } from './changes/state.ts';
import { turnaroundTimeFromLater } from './changes/turnaround-time.ts';
import { itemsOf, objectOf } from './fields.ts';
import type { OrderCancellation, OrderCancellationVerification } from './generated/later-types.gen.ts';
import type { CanceledVerification } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A cancelled verification of 2019-10-15 without its price. */
export type UnpricedCancellation = Omit<CanceledVerification, 'price'>;

/** A cancelled verification, as 2019-10-15 shows it. */
export interface FromCancellation<Converted> {
  /** Undefined if the order does not have it. */
  readonly verification: Converted | undefined;
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/** How a cancellation is converted. */
export interface FromCancellationOptions {
  /** The price, from your own records. Without it, the result has none. */
  readonly price?: Price | undefined;
}

/**
 * Converts the response to the cancellation of an order to that of a verification.
 *
 * @param response - The response of `PUT /orders/{id}/cancel`.
 * @param verificationId - The verification that you wanted to cancel. A note says if others of the order were cancelled as well.
 */
export function fromCancellation(
  response: OrderCancellation,
  verificationId: string,
  options: { readonly price: Price },
): FromCancellation<CanceledVerification>;
export function fromCancellation(
  response: OrderCancellation,
  verificationId: string,
  options?: FromCancellationOptions,
): FromCancellation<UnpricedCancellation>;
export function fromCancellation(
  response: OrderCancellation,
  verificationId: string,
  { price }: FromCancellationOptions = {},
): FromCancellation<UnpricedCancellation> {
  const notes = new Notes();
  const all = itemsOf(objectOf(response).verification_requests);
  const index = all.findIndex(({ id }) => id === verificationId);
  const found = all[index];
  const at = notes.at('verification_requests');
  if (found === undefined) {
    at.add('reject', 'The order does not have the verification.');
    return { verification: undefined, notes: notes.list };
  }
  if (all.length > 1)
    at.add('behavior', 'Other verifications of the order that were not final are cancelled too.');
  const verification = { ...canceled(found, at.at(index)), ...priceOf(price, found.id, at.at(index)) };
  return { verification, notes: notes.list };
}

function canceled(verification: OrderCancellationVerification, notes: Notes): UnpricedCancellation {
  const { id, created, state, loan_id, date_of_completion, turnaround_time } = verification;
  return {
    id,
    created,
    state: stateFromLater(state, notes.at('state')),
    turnaround_time: turnaroundTimeFromLater(turnaround_time),
    ...reasonFromLater(verification, notes),
    loan_id: loan_id ?? null,
    date_of_completion: date_of_completion ?? null,
  };
}
