import { isObject, type Json, placeAt } from './openapi-document.ts';

/** A value once for each member that its schema requires, without that member. None for what is no object. */
export function incompleteValues(value: Json, schema: string): { missing: string; incomplete: Json }[] {
  const { value: rules } = placeAt(schema);
  if (!isObject(value) || !isObject(rules) || !Array.isArray(rules['required'])) return [];
  return rules['required'].map(String).map((missing) => {
    const { [missing]: removed, ...incomplete } = value;
    return { missing, incomplete };
  });
}
