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
  /** Where a schema that contains itself was shown first; its properties are not shown again. */
  readonly recursion: Recursion | undefined;
  /** True when the page has shown the same component before. */
  readonly repeated: boolean;
}

export interface Variant {
  readonly anchor: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly fields: readonly Field[];
}

export interface Recursion {
  readonly component: string;
  readonly anchor: string;
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

/** One builder serves one page, so that it knows which components the page has shown. */
export function createFieldBuilder(document: OpenApiDocument): FieldBuilder {
  const shown = new Set<string>();

  interface Surroundings {
    readonly ancestors: ReadonlyMap<string, string>;
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
    const isOpen = ({ component }: Shape) => component !== undefined && around.ancestors.has(component);
    const recursive = objects.find(isOpen);
    const inside = objects.filter((shape) => !isOpen(shape));
    const component =
      whole.component ?? only?.component ?? (inside.length === 1 ? inside[0]?.component : undefined);
    const values = valuesOf(document, alternatives, source);
    const repeated = component !== undefined && shown.has(component);
    if (component) shown.add(component);

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
      ...values,
      defaultValue: said.default === undefined ? undefined : literal(said.default),
      example: exampleOf(remarks, said, inside),
      fields: inside.length === 1 ? inside.flatMap((shape) => fieldsOf(shape, anchor, around)) : [],
      variants:
        inside.length > 1 ? inside.map((shape, index) => variantOf(shape, index, anchor, around)) : [],
      recursion: recursionOf(recursive, around.ancestors),
      repeated,
    };
  }

  function fieldsOf(shape: Shape, anchor: string, around: Surroundings): Field[] {
    const { schema, component } = shape;
    const inside: Surroundings = {
      ancestors: component ? new Map([...around.ancestors, [component, anchor]]) : around.ancestors,
      source: shape.source ?? around.source,
    };
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
    build(schema, name, anchor, remarks, { ancestors: new Map(), source: undefined });
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

function recursionOf(
  shape: Shape | undefined,
  ancestors: ReadonlyMap<string, string>,
): Recursion | undefined {
  const anchor = shape?.component && ancestors.get(shape.component);
  return shape?.component && anchor ? { component: shape.component, anchor } : undefined;
}
