import { isObject } from '../fields.ts';
import type { Money } from '../generated/types.gen.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import type { Notes } from '../note.ts';

// No response of 2023-10-30 has a price, and nothing in it says what one was. So it comes from your own books, or it is missing. It is
// never 0.00: that is the price of a verification that was cancelled.

/** The price of every verification, or that of one by its id. If your function throws or is async, there is none, and a note says so. */
export type Price = Money | ((verificationId: string) => Money);

export function priceOf(price: Price | undefined, id: string, notes: Notes): { price: Money } | undefined {
  const found = typeof price === 'function' ? ignoringErrors(() => price(id)) : price;
  if (isObject(found) && !('then' in found)) return { price: found };
  notes.at('price').add('supply', 'No response has a price. Supply it, or the result has no price.');
  return undefined;
}
