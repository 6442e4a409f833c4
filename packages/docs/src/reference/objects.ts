import type { OpenApiDocument, Schema } from '@truework-legacy/spec/document';
import { createFieldBuilder, type Field } from './field.ts';

/** A schema that has a name, as the page of the objects shows it: its own fields, and no field inside them. */
export function objectsOf(document: OpenApiDocument): Field[] {
  return Object.keys(document.components?.schemas ?? {})
    .sort()
    .map((name) =>
      createFieldBuilder(document)({ $ref: `#/components/schemas/${name}` } as Schema, name, name),
    );
}
