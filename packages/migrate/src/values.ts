import type { Notes } from './note.ts';

/** A value as 2023-10-30 wraps it. */
export interface Wrapped {
  readonly canonical_value: string;
  readonly raw_value: string;
}

/** A value by a table. `known` is false for `other`, and for a value that is newer than the table. */
export interface Converted<To> {
  readonly to: To | undefined;
  readonly known: boolean;
}

/** Looks a value up. Whatever is in no table is unknown, never an error. */
export function byTable<To>(value: unknown, table: Readonly<Record<string, To | null>>): Converted<To> {
  if (typeof value !== 'string' || !Object.hasOwn(table, value)) return { to: undefined, known: false };
  const to = table[value] ?? undefined;
  return { to, known: value !== 'other' };
}

/** The canonical value of 2023-10-30. `raw_value` says something only beside `other`. */
export function canonicalOf(wrapped: Wrapped | null | undefined): string | undefined {
  return typeof wrapped?.canonical_value === 'string' ? wrapped.canonical_value : undefined;
}

/** A value of an open text: the canonical one, and the raw one beside `other`. */
export function openValueOf(wrapped: Wrapped | null | undefined, notes: Notes): string | undefined {
  const canonical = canonicalOf(wrapped);
  if (canonical !== 'other') return canonical;
  const raw = typeof wrapped?.raw_value === 'string' ? wrapped.raw_value : undefined;
  if (raw !== undefined && raw.length > 64)
    notes.add('behavior', 'Passed on unchanged. It is longer than any value of 2019-10-15.');
  return raw;
}

/** The canonical value by a table, and the raw one beside `other`, if the table has it. */
export function valueOrRaw<To>(
  wrapped: Wrapped | null | undefined,
  table: Readonly<Record<string, To | null>>,
): To | undefined {
  const canonical = canonicalOf(wrapped);
  return byTable(canonical === 'other' ? wrapped?.raw_value : canonical, table).to;
}
