import type { Notes } from './note.ts';

/**
 * Notes that an amount is not written as 2019-10-15 writes it, with two places. It is passed on all the same: an amount is a text from
 * end to end, and is never read as a number, padded or rounded.
 */
export function noteAmount(amount: string | null | undefined, notes: Notes): void {
  if (typeof amount !== 'string' || /^-?\d+\.\d{2}$/.test(amount)) return;
  notes.add('behavior', 'Passed on unchanged. It is not written with two places, as 2019-10-15 writes it.');
}
