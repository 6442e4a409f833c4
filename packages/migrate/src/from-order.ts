import { type Price, priceOf } from './changes/price.ts';
import type { ReportOptions } from './changes/report.ts';
import { type UnpricedVerification, verificationFromLater } from './changes/verification.ts';
import { itemsOf, noteLost, objectOf } from './fields.ts';
import type { Order } from './generated/later-types.gen.ts';
import type { Verification } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** How an order is converted. */
export interface FromOrderOptions extends ReportOptions {
  /** The price of each verification, from your own records: no response has one. Without it, the result has none either. */
  readonly price?: Price | undefined;
}

/** The verifications of an order, as 2019-10-15 shows them. */
export interface FromOrder<Converted> {
  /** Empty if the order has none yet, as before a login. */
  readonly verifications: Converted[];
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts an order of 2023-10-30 to the verifications of 2019-10-15 that your application already reads. Never throws because of what the
 * API sends: a value that 2019-10-15 does not have is left out or replaced by a rule, with a note.
 *
 * @param order - The response of 2023-10-30.
 * @returns The verifications of the order that can be converted. They have a `price` only if you supply one.
 *
 * @example
 * ```ts
 * const { verifications, notes } = fromOrder(order, { price: { amount: '39.95', currency: 'USD' } });
 * ```
 */
export function fromOrder(
  order: Order,
  options: FromOrderOptions & { readonly price: Price },
): FromOrder<Verification>;
export function fromOrder(order: Order, options?: FromOrderOptions): FromOrder<UnpricedVerification>;
export function fromOrder(order: Order, options: FromOrderOptions = {}): FromOrder<UnpricedVerification> {
  const notes = new Notes();
  return { verifications: verificationsOf(order, options, notes), notes: notes.list };
}

/** The verifications of an order, with notes below a path. */
export function verificationsOf(
  response: Order,
  options: FromOrderOptions,
  notes: Notes,
): UnpricedVerification[] {
  const order = objectOf(response);
  const { search_key, truework_direct_session_link, truework_direct, reverification } = order;
  const fields = { search_key, truework_direct_session_link, truework_direct, reverification };
  noteLost(fields, '2019-10-15 has no such field.', notes);
  const all = notes.at('verification_requests');
  return itemsOf(order.verification_requests).flatMap((verification, index) => {
    const at = all.at(index);
    // What the order asked for is the same for all of its verifications, and noted once.
    const around = index === 0 ? notes : new Notes();
    const converted = verificationFromLater(verification, order, options, at, around);
    return converted ? [{ ...converted, ...priceOf(options.price, converted.id, at) }] : [];
  });
}
