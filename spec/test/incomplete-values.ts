import { locate, type Schema } from '../document/index.ts';
import { document, isObject, type Json } from './openapi-document.ts';

/** A value once for each member that its schema requires, without that member. None for what is no object. */
export function incompleteValues(value: Json, schema: string): { missing: string; incomplete: Json }[] {
  if (!isObject(value)) return [];
  return (locate<Schema>(document, schema).value.required ?? []).map((missing) => {
    const { [missing]: removed, ...incomplete } = value;
    return { missing, incomplete };
  });
}
