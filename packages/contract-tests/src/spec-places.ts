import { locate, pointerTo, type Schema, type SourceLevel } from '@truework-legacy/spec/document';
import { spec } from './spec.ts';
import { takes } from './spec-judge.ts';

// Where in the spec a value of an exchange is described.

/** A schema, where it stands, and where what it says comes from. */
export interface Place {
  readonly schema: Schema;
  /** JSON pointer into the bundled spec. */
  readonly pointer: string;
  readonly level: SourceLevel;
}

/** The place that a schema stands at. Its level is its own, or that of what is around it. */
export function placeAt(schema: Schema, pointer: string, around: SourceLevel): Place {
  return { schema, pointer, level: schema['x-source']?.level ?? around };
}

/** The place that a `$ref` leads to, or the place itself where it holds none. */
export function followed({ schema, pointer, level }: Place): Place {
  if (schema.$ref === undefined) return { schema, pointer, level };
  const target = locate<Schema>(spec, schema.$ref);
  return placeAt(target.value, target.pointer, level);
}

/** The places that a value may be at: one, but for `anyOf`. */
export function branches(place: Place): Place[] {
  const { schema, pointer, level } = followed(place);
  if (schema.anyOf === undefined) return [{ schema, pointer, level }];
  return schema.anyOf.flatMap((branch, index) =>
    branches(placeAt(branch, pointerTo(pointer, 'anyOf', index), level)),
  );
}

/** The place that a value is at: that which takes it, or the first that takes its type. Undefined where none does. */
export function placeOf(place: Place, value: unknown): Place | undefined {
  const possible = branches(place).filter(({ schema }) => isOfType(schema, value));
  return possible.length < 2
    ? possible[0]
    : (possible.find(({ schema }) => takes(schema, value)) ?? possible[0]);
}

/** The places of the members of an object. Undefined is that of a member which the spec does not know. */
export function placeOfMember({ schema, pointer, level }: Place, name: string): Place | undefined {
  const { properties = {}, additionalProperties } = schema;
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (property !== undefined) return placeAt(property, pointerTo(pointer, 'properties', name), level);
  if (typeof additionalProperties !== 'object') return undefined;
  return placeAt(additionalProperties, pointerTo(pointer, 'additionalProperties'), level);
}

/** The place of the items of an array. */
export function placeOfItems({ schema, pointer, level }: Place): Place | undefined {
  return schema.items && placeAt(schema.items, pointerTo(pointer, 'items'), level);
}

/** The types that a schema takes. */
export function typesOf({ type = [] }: Schema): string[] {
  return [type].flat();
}

function isOfType(schema: Schema, value: unknown): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return true;
  const type = typeOf(value);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** The type of a JSON value, by the name that schemas have for it. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
