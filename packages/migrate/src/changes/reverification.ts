import { objectOf } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// The report alone says what to reverify: the id of the verification is not asked for. The result is an order of its own.

export function reverificationToLater(
  input: Legacy.ReverificationInput,
  notes: Notes,
): Later.OrderReverificationInput {
  const { report_id } = objectOf(input);
  if (typeof report_id !== 'string' || report_id === '')
    notes.at('report_id').add('reject', 'Missing, or not a string.');
  return { report_id };
}
