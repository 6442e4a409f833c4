import type { OpenApiDocument, Source } from '@truework-legacy/spec/document';
import { alternativesOf, type Shape, shapeOf } from './shape.ts';

export interface FieldValue {
  readonly literal: string;
  readonly meaning: string | undefined;
  readonly source: Source | undefined;
}

export interface FieldValues {
  readonly values: readonly FieldValue[];
  readonly openValues: boolean;
}

/** The values that a list of alternatives names one by one, each with its meaning. */
export function valuesOf(
  document: OpenApiDocument,
  alternatives: readonly Shape[],
  source: Source | undefined,
): FieldValues {
  const scalars = alternatives.flatMap((shape) => scalarsOf(document, shape));
  const perScalar = scalars.map(({ schema, source: own }) => {
    const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    const meanings = schema['x-enumDescriptions'];
    // What is said beside a reference hides the mark of the schema itself, which is the one that knows its values.
    const sources = own?.values ?? schema['x-source']?.values ?? source?.values;
    return listed
      .filter((value) => value !== null)
      .map((value) => ({
        literal: literal(value),
        meaning: meanings?.[String(value)] ?? (schema.const === undefined ? undefined : schema.description),
        source: sources?.[String(value)],
      }));
  });
  const values = perScalar.flat();
  return { values, openValues: values.length > 0 && perScalar.some(({ length }) => length === 0) };
}

/** A value as one writes it down: a string without quotes, unless nothing would be seen of it. */
export function literal(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function scalarsOf(document: OpenApiDocument, shape: Shape): Shape[] {
  const { items } = shape.schema;
  if (!items) return [shape];
  return alternativesOf(document, shapeOf(document, items)).flatMap((item) => scalarsOf(document, item));
}
