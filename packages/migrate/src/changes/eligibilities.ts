import { itemsOf, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { canonicalOf } from '../values.ts';

// `d1c_eligible` and `du_reference_id` are one entry of a list: that for Day 1 Certainty, Truework's own first.

export function eligibilitiesFromLater(
  eligibilities: readonly Later.OrderEligibility[] | null | undefined,
  notes: Notes,
): Pick<Legacy.Report, 'd1c_eligible' | 'du_reference_id'> {
  const entries = itemsOf(eligibilities);
  const dayOne = entries.filter(({ type }) => canonicalOf(type) === 'd1c');
  const entry = dayOne.find(({ provider }) => canonicalOf(provider) === 'truework') ?? dayOne[0];
  for (const [index, other] of entries.entries())
    if (other !== entry) notes.at(index).add('lost', '2019-10-15 has the one entry for Day 1 Certainty.');
  if (entry === undefined) return {};
  return present({ d1c_eligible: entry.is_eligible, du_reference_id: entry.reference_id });
}
