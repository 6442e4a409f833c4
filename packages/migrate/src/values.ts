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
export function openValueOf(wrapped: Wrapped | null | undefined): string | undefined {
  const canonical = canonicalOf(wrapped);
  return canonical === 'other' ? (wrapped?.raw_value ?? undefined) : canonical;
}

/** A value that is no `other`: the canonical one, or the raw one if the table has it. */
export function valueOrRaw<To>(
  wrapped: Wrapped | null | undefined,
  table: Readonly<Record<string, To | null>>,
): To | undefined {
  const { to } = byTable(canonicalOf(wrapped), table);
  return to ?? byTable(wrapped?.raw_value, table).to;
}
