import { itemsOf } from '../fields.ts';
import type { Order, OrderPage } from '../generated/later-types.gen.ts';
import type { VerificationPage } from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// A list is of orders, which have none, one or several verifications. `count`, `limit` and `offset` are about orders, and so are the
// links. There is no filter by state.

/** What a page says beside its items. */
export function pageFromLater(list: OrderPage, notes: Notes): Omit<VerificationPage, 'results'> {
  const { count, next, previous } = list;
  const hasOne = ({ verification_requests }: Order) => itemsOf(verification_requests).length === 1;
  if (!itemsOf(list.results).every(hasOne))
    notes.at('count').add('behavior', 'It counts orders. An order can have no verification, or several.');
  for (const [name, link] of Object.entries({ next, previous }))
    if (typeof link === 'string')
      notes.at(name).add('behavior', 'It leads to orders. Follow it with 2023-10-30.');
  return { count, next: next ?? null, previous: previous ?? null };
}
