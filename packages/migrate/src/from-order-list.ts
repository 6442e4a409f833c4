import { pageFromLater } from './changes/order-list.ts';
import type { Price } from './changes/price.ts';
import type { UnpricedVerification } from './changes/verification.ts';
import { itemsOf, objectOf } from './fields.ts';
import { type FromOrderOptions, verificationsOf } from './from-order.ts';
import type { OrderPage } from './generated/later-types.gen.ts';
import type { Verification, VerificationPage } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A page of verifications, as 2019-10-15 shows it. */
export interface FromOrderList<Converted> {
  /** The verifications of all orders of the page. */
  readonly page: Omit<VerificationPage, 'results'> & { results: Converted[] };
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts a page of orders to a page of verifications: those of all its orders, in order. `count` is still the number of orders,
 * and `next` and `previous` lead to orders: follow them with 2023-10-30, and never pass them to code that reads verifications.
 *
 * @param response - The response of `GET /orders`.
 */
export function fromOrderList(
  response: OrderPage,
  options: FromOrderOptions & { readonly price: Price },
): FromOrderList<Verification>;
export function fromOrderList(
  response: OrderPage,
  options?: FromOrderOptions,
): FromOrderList<UnpricedVerification>;
export function fromOrderList(
  response: OrderPage,
  options: FromOrderOptions = {},
): FromOrderList<UnpricedVerification> {
  const notes = new Notes();
  const list = objectOf(response);
  const results = itemsOf(list.results).flatMap((order, index) =>
    verificationsOf(order, options, notes.at('results').at(index)),
  );
  return { page: { ...pageFromLater(list, notes), results }, notes: notes.list };
}
