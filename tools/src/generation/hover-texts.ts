import {
  bodiesOf,
  lastNameIn,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
  type Reference,
  resolve,
  type Schema,
  schemasIn,
} from '@truework-legacy/spec/document';

/** The formats in words. */
const formatWords: Record<string, string> = {
  date: 'Format: `YYYY-MM-DD`.',
  'date-time': 'Format: RFC 3339 date and time.',
  email: 'Format: email address.',
  uri: 'Format: URL.',
  uuid: 'Format: UUID.',
};

/**
 * The document with complete descriptions for editors: what a schema or a property is, its format, when it is absent or null, and what each
 * value of an enum means, also behind a `$ref`.
 */
export function withHoverTexts(document: OpenApiDocument): OpenApiDocument {
  const sent = sentSchemas(document);
  const { paths, webhooks, components = {} } = withInlineTexts(document, document, false);
  const { schemas = {}, parameters = {} } = document.components ?? {};
  return {
    ...document,
    ...(paths && { paths }),
    ...(webhooks && { webhooks }),
    components: {
      ...components,
      schemas: mapped(schemas, (schema, name) => ({
        ...withDescribedProperties(document, schema, sent.has(name)),
        description: paragraphs(schema.description, ...factsOf(document, schema)),
      })),
      parameters: mapped(parameters, (parameter) => withFacts(document, parameter)),
    },
  };
}

function withFacts<Kind extends Parameter | Reference>(document: OpenApiDocument, parameter: Kind): Kind {
  const { description, schema = {} } = resolve<Parameter>(document, parameter);
  return { ...parameter, description: paragraphs(description, ...factsOf(document, schema)) };
}

/** A part of a document, with such descriptions in the schemas and the parameters that have no name of their own. */
function withInlineTexts<Part>(document: OpenApiDocument, part: Part, isSent: boolean): Part {
  if (Array.isArray(part)) return part.map((item) => withInlineTexts(document, item, isSent)) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const described = mapped(part as Record<string, unknown>, (value, key) => {
    if (['schemas', 'example', 'examples'].includes(key)) return value;
    if (key === 'schema') return withDescribedProperties(document, value as Schema, isSent);
    return withInlineTexts(document, value, isSent || /^requestBod(y|ies)$/.test(key));
  });
  const isParameter = 'in' in described && 'schema' in described;
  return (isParameter ? withFacts(document, described as unknown as Parameter) : described) as Part;
}

/**
 * A schema whose properties all have a description, at any depth. Components are described separately. Without a discriminator, for
 * which the generator would add a field to the schemas that it names.
 */
function withDescribedProperties(document: OpenApiDocument, schema: Schema, isSent: boolean): Schema {
  const inside = (part: Schema) => withDescribedProperties(document, part, isSent);
  const { properties, items, anyOf, oneOf, allOf, additionalProperties: rest, required = [] } = schema;
  return {
    ...schema,
    ...{ discriminator: undefined },
    ...(typeof rest === 'object' && { additionalProperties: inside(rest) }),
    ...(properties && {
      properties: mapped(properties, (property, name) => ({
        ...inside(property),
        description: textOf(document, property, { isRequired: required.includes(name), isSent }),
      })),
    }),
    ...(items && { items: inside(items) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(oneOf && { oneOf: oneOf.map(inside) }),
    ...(allOf && { allOf: allOf.map(inside) }),
  };
}

interface Location {
  readonly isRequired: boolean;
  /** Whether it is a part of a request. */
  readonly isSent: boolean;
}

function textOf(document: OpenApiDocument, property: Schema, location: Location): string {
  const { description, isNullable } = meaningOf(document, property);
  return paragraphs(
    description,
    ...presence(description, isNullable, location),
    ...factsOf(document, property),
  );
}

/** The description of a property, or of the schema that it refers to, behind references and a union with null. */
function meaningOf(
  document: OpenApiDocument,
  property: Schema,
): { description: string; isNullable: boolean } {
  const { type = [], description, anyOf, oneOf } = resolve(document, property);
  const variants = anyOf ?? oneOf ?? [];
  const inside = variants.filter((variant) => variant.type !== 'null');
  const isNullable = [type].flat().includes('null') || inside.length < variants.length;
  const [only, ...others] = inside;
  const further = only && others.length === 0 ? meaningOf(document, only) : undefined;
  return {
    description: description ?? further?.description ?? '',
    isNullable: isNullable || (further?.isNullable ?? false),
  };
}

/** Whether it may be absent or null, unless its description says so. */
function presence(description: string, isNullable: boolean, { isRequired, isSent }: Location): string[] {
  const mayBeAbsent = !isRequired && !/absent|optional/i.test(description);
  const mayBeNull = isNullable && !/\bnull\b/i.test(description);
  if (isSent) {
    return [...(mayBeAbsent ? ['Optional.'] : []), ...(mayBeNull ? ['May be null.'] : [])];
  }
  const words = [...(mayBeAbsent ? ['absent'] : []), ...(mayBeNull ? ['null'] : [])];
  return words.length > 0 ? [`May be ${words.join(' or ')}.`] : [];
}

/** Its format, its values, and whether it is personal data. */
function factsOf(document: OpenApiDocument, property: Schema): string[] {
  const schema = resolve(document, property);
  const [only] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  if (only) return factsOf(document, only);
  const { format, contentEncoding, 'x-enumDescriptions': meanings = {} } = schema;
  const values = Object.entries(meanings).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  return [
    ...(format ? [formatWords[format] ?? `Format: ${format}.`] : []),
    ...(contentEncoding ? [`Encoding: ${contentEncoding}.`] : []),
    ...(values.length > 0 ? [values.join('\n')] : []),
    ...(schema['x-pii'] === true ? ['Personal data.'] : []),
  ];
}

/** Names of the schemas that are part of a request. */
function sentSchemas(document: OpenApiDocument): Set<string> {
  const found = new Set<string>();
  const visit = (schema: Schema): void => {
    for (const { value } of schemasIn({ pointer: '#', value: schema })) {
      const name = value.$ref && lastNameIn(value.$ref);
      if (!name || found.has(name)) continue;
      found.add(name);
      visit(document.components?.schemas?.[name] ?? {});
    }
  };
  for (const { requestBody } of operationsOf(document)) {
    for (const { schema } of bodiesOf(requestBody)) if (schema) visit(schema.value);
  }
  return found;
}

function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

function paragraphs(...parts: (string | undefined)[]): string {
  return parts
    .filter((part) => part)
    .join('\n\n')
    .trim();
}
