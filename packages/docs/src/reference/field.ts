import type { OpenApiDocument, Schema, Source } from '@truework-legacy/spec/document';
import { type Limit, limitsOf } from './limits.ts';
import { alternativesOf, isNullable, type Shape, shapeOf, typesOf } from './shape.ts';
import { typeInWords } from './type-in-words.ts';
import { type FieldValue, literal, valuesOf } from './values.ts';

/** One value of a request or a response, as the reference shows it, with the values inside it. */
export interface Field {
  readonly name: string;
  /** The id of the field on its page, such as `body.target.first_name`. */
  readonly anchor: string;
  readonly type: string;
  readonly component: string | undefined;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly personalData: boolean;
  readonly description: string | undefined;
  readonly source: Source | undefined;
  readonly limits: readonly Limit[];
  readonly values: readonly FieldValue[];
  /** True when a value outside of `values` is valid too. */
  readonly openValues: boolean;
  readonly defaultValue: string | undefined;
  readonly example: string | undefined;
  readonly fields: readonly Field[];
  /** The objects to choose from, if there is more than one. */
  readonly variants: readonly Variant[];
  /** Where its fields are: further up on the page, or on the page of the operation that returns it. They are not shown again. */
  readonly shownAt: { readonly component: string; readonly href: string } | undefined;
}

export interface Variant {
  readonly anchor: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly fields: readonly Field[];
}

/** What is said of a value beside its schema: by a parameter or a header. */
export interface Remarks {
  readonly description?: string | undefined;
  readonly source?: Source | undefined;
  readonly example?: unknown;
  readonly required?: boolean | undefined;
  readonly deprecated?: boolean | undefined;
}

export type FieldBuilder = (schema: Schema, name: string, anchor: string, remarks?: Remarks) => Field;

/** The name shown for every name of an object with free names. */
export const ANY_NAME = '*';

/**
 * One builder serves what a page says of a request, or of its responses, so that it knows which components were shown.
 *
 * @param homes - The pages of components that have one of their own.
 */
export function createFieldBuilder(
  document: OpenApiDocument,
  homes: ReadonlyMap<string, string> = new Map(),
): FieldBuilder {
  const shown = new Map<string, string>();

  interface Surroundings {
    readonly isRoot: boolean;
    readonly source: Source | undefined;
  }

  function build(
    schema: Schema,
    name: string,
    anchor: string,
    remarks: Remarks,
    around: Surroundings,
  ): Field {
    const whole = shapeOf(document, schema);
    const alternatives = alternativesOf(document, whole);
    const only = alternatives.length === 1 ? alternatives[0] : undefined;
    const said = { ...only?.schema, ...whole.schema };
    const source = remarks.source ?? said['x-source'] ?? around.source;
    const objects = objectsIn(document, alternatives);
    const component =
      whole.component ?? only?.component ?? (objects.length === 1 ? objects[0]?.component : undefined);
    const elsewhere = objects.flatMap((shape) => shownAt(shape, around) ?? []);
    const inside = objects.filter((shape) => shownAt(shape, around) === undefined);
    for (const { component: found } of inside) if (found) shown.set(found, `#${anchor}`);

    return {
      name,
      anchor,
      type: typeInWords(document, alternatives, isNullable(document, whole)),
      component,
      required: remarks.required ?? false,
      deprecated: remarks.deprecated ?? said.deprecated ?? false,
      readOnly: said.readOnly ?? false,
      writeOnly: said.writeOnly ?? false,
      personalData: said['x-pii'] ?? false,
      description: remarks.description ?? said.description,
      source,
      limits: limitsInWords(document, whole, alternatives),
      ...valuesOf(document, alternatives, source),
      defaultValue: said.default === undefined ? undefined : literal(said.default),
      example: exampleOf(remarks, said, objects),
      fields: inside.length === 1 ? inside.flatMap((shape) => fieldsOf(shape, anchor, around)) : [],
      variants:
        inside.length > 1 ? inside.map((shape, index) => variantOf(shape, index, anchor, around)) : [],
      shownAt: elsewhere[0],
    };
  }

  function shownAt({ component = '' }: Shape, { isRoot }: Surroundings): Field['shownAt'] {
    const href = shown.get(component) ?? (isRoot ? undefined : homes.get(component));
    return href === undefined ? undefined : { component, href };
  }

  function fieldsOf(shape: Shape, anchor: string, around: Surroundings): Field[] {
    const { schema } = shape;
    const inside: Surroundings = { isRoot: false, source: shape.source ?? around.source };
    const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
      build(property, name, `${anchor}.${name}`, { required: schema.required?.includes(name) }, inside),
    );
    if (typeof schema.additionalProperties === 'object') {
      fields.push(build(schema.additionalProperties, ANY_NAME, `${anchor}.${ANY_NAME}`, {}, inside));
    }
    return fields;
  }

  function variantOf(shape: Shape, index: number, anchor: string, around: Surroundings): Variant {
    const name = shape.component ?? `Variant ${index + 1}`;
    const variantAnchor = `${anchor}.${shape.component ?? index + 1}`;
    return {
      anchor: variantAnchor,
      name,
      description: shape.schema.description,
      fields: fieldsOf(shape, variantAnchor, around),
    };
  }

  return (schema, name, anchor, remarks = {}) =>
    build(schema, name, anchor, remarks, { isRoot: true, source: undefined });
}

/** The objects with properties of their own among the alternatives, those inside arrays included. */
function objectsIn(document: OpenApiDocument, alternatives: readonly Shape[]): Shape[] {
  return alternatives.flatMap((shape) => {
    const { items, properties, additionalProperties } = shape.schema;
    if (items) return objectsIn(document, alternativesOf(document, shapeOf(document, items)));
    return properties || typeof additionalProperties === 'object' ? [shape] : [];
  });
}

function limitsInWords(document: OpenApiDocument, whole: Shape, alternatives: readonly Shape[]): Limit[] {
  const beside = alternatives.includes(whole) ? [] : limitsOf(whole.schema);
  const inside = alternatives.flatMap((shape) => {
    const limits = [...limitsOf(shape.schema), ...itemLimits(document, shape)];
    if (alternatives.length === 1) return limits;
    const type = typesOf(shape.schema).join(' or ');
    return limits.map((limit) => ({ ...limit, text: `${type}: ${limit.text}` }));
  });
  return [...beside, ...inside];
}

function itemLimits(document: OpenApiDocument, { schema: { items } }: Shape): Limit[] {
  if (!items) return [];
  return alternativesOf(document, shapeOf(document, items))
    .flatMap(({ schema }) => limitsOf(schema))
    .map((limit) => ({ ...limit, text: `each item: ${limit.text}` }));
}

function exampleOf(remarks: Remarks, said: Schema, objects: readonly Shape[]): string | undefined {
  // The examples of the whole body show an object with its properties better than one line can.
  if (objects.some(({ schema }) => schema.properties)) return undefined;
  const example = remarks.example ?? said.example ?? said.examples?.[0];
  return example === undefined ? undefined : literal(example);
}
