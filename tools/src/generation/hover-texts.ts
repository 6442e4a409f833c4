import { type OpenApi, operationsOf, resolve, resolveSchema, type Schema } from './openapi.ts';

/** What a format means to somebody who writes or reads a value. */
const formatWords: Record<string, string> = {
  date: 'Format: `YYYY-MM-DD`.',
  'date-time': 'Format: RFC 3339 date and time.',
  email: 'Format: email address.',
  uri: 'Format: URL.',
  uuid: 'Format: UUID.',
};

/**
 * The document with descriptions that say all that an editor should show: what a schema or a property is, its format, when it is absent
 * or null, and what each value of an enum means, also if that stands behind a `$ref`.
 */
export function withHoverTexts(api: OpenApi): OpenApi {
  const copy = structuredClone(api);
  const sent = sentSchemas(api);
  for (const [name, schema] of Object.entries(copy.components.schemas)) {
    const original = api.components.schemas[name] as Schema;
    describeProperties(api, schema, sent.has(original));
    schema.description = [schema.description ?? '', ...factsOf(api, original)].join('\n\n').trim();
  }
  return copy;
}

/** Gives every property a description, at whatever depth that is not a component of its own. */
function describeProperties(api: OpenApi, schema: Schema, isSent: boolean): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) ?? false;
    const original = structuredClone(property);
    describeProperties(api, property, isSent);
    property.description = textOf(api, original, { isRequired, isSent });
  }
  for (const inside of [
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
  ]) {
    if (inside) describeProperties(api, inside, isSent);
  }
}

function textOf(api: OpenApi, property: Schema, place: { isRequired: boolean; isSent: boolean }): string {
  const { description, isNullable } = meaningOf(api, property);
  return [description, ...presence(description, isNullable, place), ...factsOf(api, property)]
    .join('\n\n')
    .trim();
}

/** What a property is: its own words, or those of the schema that it refers to, past references and a union with null. */
function meaningOf(api: OpenApi, property: Schema): { description: string; isNullable: boolean } {
  const resolved = resolveSchema(api, property);
  const variants = resolved.anyOf ?? resolved.oneOf ?? [];
  const inside = variants.filter(({ type }) => type !== 'null');
  const isNullable = [resolved.type ?? []].flat().includes('null') || inside.length < variants.length;
  const [only, ...others] = inside;
  const further = only && others.length === 0 ? meaningOf(api, only) : undefined;
  return {
    description: property.description ?? resolved.description ?? further?.description ?? '',
    isNullable: isNullable || (further?.isNullable ?? false),
  };
}

/** When it is absent or null, unless its description says so. */
function presence(
  description: string,
  isNullable: boolean,
  { isRequired, isSent }: { isRequired: boolean; isSent: boolean },
): string[] {
  const mayBeAbsent = !isRequired && !/absent|optional/i.test(description);
  const mayBeNull = isNullable && !/\bnull\b/i.test(description);
  if (isSent) {
    return [...(mayBeAbsent ? ['Optional.'] : []), ...(mayBeNull ? ['May be null.'] : [])];
  }
  const words = [...(mayBeAbsent ? ['absent'] : []), ...(mayBeNull ? ['null'] : [])];
  return words.length > 0 ? [`May be ${words.join(' or ')}.`] : [];
}

/** Format, values, and whether it is personal. */
function factsOf(api: OpenApi, property: Schema): string[] {
  const schema = resolveSchema(api, property);
  const [only] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  if (only) return factsOf(api, only);
  const { format, contentEncoding, 'x-enumDescriptions': meanings = {} } = schema;
  const values = Object.entries(meanings).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  return [
    ...(format ? [formatWords[format] ?? `Format: ${format}.`] : []),
    ...(contentEncoding ? [`Encoding: ${contentEncoding}.`] : []),
    ...(values.length > 0 ? [values.join('\n')] : []),
    ...(schema['x-pii'] === true || property['x-pii'] === true ? ['Personal data.'] : []),
  ];
}

/** Every schema that is a part of some request. */
function sentSchemas(api: OpenApi): Set<Schema> {
  const found = new Set<Schema>();
  const visit = (part: Schema | undefined): void => {
    if (!part) return;
    const schema = resolveSchema(api, part);
    if (found.has(schema)) return;
    found.add(schema);
    const { properties = {}, items, anyOf = [], oneOf = [], allOf = [], additionalProperties } = schema;
    for (const inside of [...Object.values(properties), ...anyOf, ...oneOf, ...allOf]) visit(inside);
    visit(items);
    if (typeof additionalProperties === 'object') visit(additionalProperties);
  };
  for (const { operation } of operationsOf(api)) {
    const { content = {} } = resolve(api, operation.requestBody ?? {}) as {
      content?: Record<string, { schema: Schema }>;
    };
    for (const { schema } of Object.values(content)) visit(schema);
  }
  return found;
}
