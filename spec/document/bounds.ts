import type { Schema } from './openapi-document.ts';

/** Keywords that limit how long, large or many a value is, or its form. */
export const boundKeywords = [
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;

export type BoundKeyword = (typeof boundKeywords)[number];

/** The bounds of a schema that are this project's own: no source has them, so they reject nothing. */
export function ownBoundsOf(schema: Schema): BoundKeyword[] {
  const mark = schema['x-bound'];
  if (mark === undefined) return [];
  return boundKeywords.filter(
    (keyword) =>
      keyword in schema && (mark === 'ours' || (mark as Record<string, unknown>)[keyword] === 'ours'),
  );
}

/** A copy of a document, or of a part of one, that demands only what the API does: without the bounds that are this project's own. */
export function withoutOwnBounds<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(withoutOwnBounds) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const own: readonly string[] = ownBoundsOf(part as Schema);
  const kept = Object.entries(part).filter(([name]) => !own.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutOwnBounds(value)])) as Part;
}
