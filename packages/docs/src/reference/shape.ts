import {
  lastNameIn,
  type OpenApiDocument,
  resolve,
  type Schema,
  type Source,
} from '@truework-legacy/spec/document';

/** A schema with its references followed and its `allOf` folded in. */
export interface Shape {
  readonly schema: Schema;
  readonly component: string | undefined;
  /** How far to trust the schema itself, which is not what is said beside a reference to it. */
  readonly source: Source | undefined;
}

/** The component that a schema refers to by name, or undefined for a schema written in place. */
export function componentName({ $ref }: Schema): string | undefined {
  return $ref === undefined ? undefined : lastNameIn($ref);
}

export function shapeOf(document: OpenApiDocument, schema: Schema): Shape {
  const component = componentName(schema);
  const target = component ? resolve(document, { $ref: schema.$ref as string } as Schema) : schema;
  const { allOf = [], ...own } = resolve<Schema>(document, schema);
  const folded = [...allOf.map((part) => shapeOf(document, part).schema), own].reduce(merge, {});
  return { schema: folded, component, source: target['x-source'] };
}

/** The shapes that a value may take, unions inside unions included and null left out. */
export function alternativesOf(document: OpenApiDocument, shape: Shape): Shape[] {
  const union = shape.schema.anyOf ?? shape.schema.oneOf;
  if (!union) return typesOf(shape.schema).length === 0 && isNull(shape.schema) ? [] : [shape];
  return union.flatMap((part) => alternativesOf(document, shapeOf(document, part)));
}

export function isNullable(document: OpenApiDocument, shape: Shape): boolean {
  const union = shape.schema.anyOf ?? shape.schema.oneOf;
  if (union) return union.some((part) => isNullable(document, shapeOf(document, part)));
  return isNull(shape.schema);
}

/** The names of the JSON types that a schema without a union allows, null left out. */
export function typesOf(schema: Schema): string[] {
  const named = [schema.type ?? impliedType(schema)].flat();
  return named.filter((type) => type !== 'null');
}

function isNull(schema: Schema): boolean {
  return [schema.type].flat().includes('null');
}

function impliedType(schema: Schema): string {
  if (schema.properties || schema.additionalProperties) return 'object';
  if (schema.items) return 'array';
  const sample = schema.const ?? schema.enum?.[0];
  return sample === undefined || sample === null ? 'any value' : typeof sample;
}

function merge(into: Schema, part: Schema): Schema {
  const merged = { ...into, ...part };
  return {
    ...merged,
    ...((into.properties || part.properties) && { properties: { ...into.properties, ...part.properties } }),
    ...((into.required || part.required) && {
      required: [...new Set([...(into.required ?? []), ...(part.required ?? [])])],
    }),
  };
}
