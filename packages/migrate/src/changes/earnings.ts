import { itemsOf, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import { noteAmount } from '../money.ts';
import type { Notes } from '../note.ts';

// The same strings, each of which may be null. An entry without a year is left out, with a note.

const amounts = ['base', 'overtime', 'commission', 'bonus', 'other', 'total'] as const;

export function earningsFromLater(
  earnings: readonly Later.OrderEarnings[] | null | undefined,
  notes: Notes,
): Pick<Legacy.Employee, 'earnings'> {
  if (!Array.isArray(earnings)) return {};
  return { earnings: itemsOf(earnings).flatMap((entry, index) => entryFromLater(entry, notes.at(index))) };
}

function entryFromLater(entry: Later.OrderEarnings, notes: Notes): Legacy.Earnings[] {
  const { year, base, overtime, commission, bonus, other, total } = entry;
  if (typeof year !== 'string') {
    notes.add('reject', 'It has no year, so the entry is left out.');
    return [];
  }
  if (!/^\d{4}$/.test(year))
    notes.at('year').add('behavior', 'Passed on unchanged. It is not a year of four digits.');
  for (const name of amounts) noteAmount(entry[name], notes.at(name));
  return [{ year, ...present({ base, overtime, commission, bonus, other, total }) }];
}
