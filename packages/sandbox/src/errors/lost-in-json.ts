import { isRecord } from './check-options.ts';

/**
 * The path to the first part of a value that JSON would leave out or change, such as a `Map`, a function or NaN. Returns undefined if JSON
 * keeps it.
 */
export function lostInJson(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return path;
  if (typeof value === 'function' || typeof value === 'symbol') return path;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return undefined;
  if (!Array.isArray(value) && !isRecord(value)) return path;
  for (const [name, part] of Object.entries(value)) {
    const lost = lostInJson(part, [...path, name]);
    if (lost !== undefined) return lost;
  }
  return undefined;
}
