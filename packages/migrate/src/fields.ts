import type { Notes } from './note.ts';

/** Whether it is a JSON object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object. Anything else has no fields, so each of them may be missing, whatever its type says. */
export function objectOf<Fields extends object>(value: Fields | null | undefined): Fields {
  return isObject(value) ? value : ({} as Fields);
}

/** The objects of a list. Empty if it is not a list. */
export function itemsOf<Item extends object>(value: readonly Item[] | null | undefined): readonly Item[] {
  return Array.isArray(value) ? value.map(objectOf<Item>) : [];
}

/** The fields that are there. 2023-10-30 prints null where 2019-10-15 leaves a field out. */
export function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], null | undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], null | undefined> };
}

/** The fields of a request that are there. Whatever is not a string is rejected, as 2019-10-15 rejects it. */
export function texts<Fields extends object>(
  fields: Fields,
  notes: Notes,
): ReturnType<typeof present<Fields>> {
  const given = present(fields);
  for (const [name, value] of Object.entries(given))
    if (typeof value !== 'string') notes.at(name).add('reject', 'Not a string.');
  return given;
}

/** Notes that a field which no documentation names is lost, without its name, which may be anything. */
export function noteUnknownFields(value: unknown, known: readonly string[], notes: Notes): void {
  if (!isObject(value)) return;
  if (Object.keys(value).every((name) => known.includes(name))) return;
  notes.at('*').add('lost', 'A field that 2019-10-15 does not document.');
}

/** Notes that something is lost, if it is there. */
export function noteLost(fields: Readonly<Record<string, unknown>>, reason: string, notes: Notes): void {
  for (const [name, value] of Object.entries(fields)) {
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) notes.at(name).add('lost', reason);
  }
}
