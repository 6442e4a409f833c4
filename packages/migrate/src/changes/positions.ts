import { isObject, itemsOf, present } from '../fields.ts';
import { employmentTypeToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, canonicalOf, type Wrapped } from '../values.ts';

// `contractor` is called `contractor-1099`, and `no-answer` is new: 2019-10-15 has `other` for it.

export function positionsFromLater(
  positions: readonly Later.OrderPosition[] | null | undefined,
  notes: Notes,
): Legacy.Position[] {
  return itemsOf(positions).map((position, index) => {
    const { title, start_date, end_date, employment_type } = position;
    const type = typeOf(employment_type, notes.at(index).at('employment_type'));
    return { title: title ?? null, ...present({ start_date, end_date, employment_type: type }) };
  });
}

function typeOf(type: Wrapped | null | undefined, notes: Notes): Legacy.PositionEmploymentType | undefined {
  if (!isObject(type)) return undefined;
  const canonical = canonicalOf(type);
  const { to } = byTable(canonical, employmentTypeToLegacy);
  if (to === undefined) notes.add('assumed', '2019-10-15 has no such type. It becomes `other`.');
  else if (to === 'contractor')
    notes.add('assumed', 'It becomes `contractor`, the word of an old SDK. No page of 2019-10-15 has it.');
  else if (to !== canonical) notes.add('lost', '2019-10-15 has no such type. It becomes `other`.');
  return to ?? 'other';
}
