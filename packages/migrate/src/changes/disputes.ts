import { itemsOf, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// The same fields. The description may be null.

export function disputesFromLater(
  disputes: readonly Later.OrderDispute[] | null | undefined,
  notes: Notes,
): Legacy.Dispute[] {
  return itemsOf(disputes).map(({ id, created, description, reference_id }, index) => {
    const text = typeof description === 'string' ? description : '';
    if (text !== description)
      notes.at(index).at('description').add('assumed', 'It is null. It becomes an empty string.');
    return { id, created, description: text, ...present({ reference_id }) };
  });
}
