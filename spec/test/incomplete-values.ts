import { locate, type Schema } from '../document/index.ts';
import { document, isObject, type Json } from './openapi-document.ts';

/** Copies of a value, each without one of the fields that its schema requires. Empty if it is not an object. */
export function incompleteValues(value: Json, schema: string): { missing: string; incomplete: Json }[] {
  if (!isObject(value)) return [];
  return (locate<Schema>(document, schema).value.required ?? []).map((missing) => {
    const { [missing]: removed, ...incomplete } = value;
    return { missing, incomplete };
  });
}
