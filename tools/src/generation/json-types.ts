import { type OpenApiDocument, resolve, type Schema } from '@truework-legacy/spec/document';

const all = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'];

/** The types of JSON that a value of a schema may have: all of them if nothing says otherwise. */
export function jsonTypesOf(
  document: OpenApiDocument,
  part: Schema,
  above: readonly string[] = [],
): string[] {
  if (part.$ref && above.includes(part.$ref)) return [];
  const inside = part.$ref ? [...above, part.$ref] : above;
  const schema = resolve(document, part);
  const { type, enum: values, anyOf, oneOf, allOf } = schema;
  const listed = schema.const === undefined ? values : [schema.const];
  const possible = (parts: readonly Schema[]) => parts.map((each) => jsonTypesOf(document, each, inside));
  const limits = [
    ...(type === undefined ? [] : [[type].flat()]),
    ...(listed ? [listed.flatMap(typesOf)] : []),
    ...[anyOf, oneOf].flatMap((options) => (options ? [possible(options).flat()] : [])),
    ...possible(allOf ?? []),
  ];
  return all.filter((one) => limits.every((limit) => limit.includes(one)));
}

function typesOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  return Number.isInteger(value) ? ['integer', 'number'] : [typeof value];
}
