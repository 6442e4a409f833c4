import { pointerTo } from './json-pointer.ts';
import type { Schema } from './openapi-document.ts';
import type { Located } from './references.ts';

/** Keywords that contain one schema. */
const single = new Set([
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
]);

/** Keywords that contain schemas by name, or an array of schemas. */
const several = new Set([
  '$defs',
  'allOf',
  'anyOf',
  'dependentSchemas',
  'oneOf',
  'patternProperties',
  'prefixItems',
  'properties',
]);

/** A schema, and every schema written inside it, not including what a `$ref` refers to. */
export function schemasIn(schema: Located<Schema>): Located<Schema>[] {
  const children = Object.entries(schema.value).flatMap(([keyword, inside]) => {
    const pointer = pointerTo(schema.pointer, keyword);
    if (single.has(keyword)) return [{ pointer, value: inside }];
    if (!several.has(keyword)) return [];
    return Object.entries(inside).map(([name, value]) => ({ pointer: pointerTo(pointer, name), value }));
  });
  // A schema may also be true or false, which has nothing inside.
  const objects = children.filter(({ value }) => typeof value === 'object') as Located<Schema>[];
  return [schema, ...objects.flatMap(schemasIn)];
}
