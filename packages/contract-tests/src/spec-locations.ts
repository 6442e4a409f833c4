import { locate, pointerTo, type Schema, type SourceLevel } from '@truework-legacy/spec/document';
import { typeOf } from './shape.ts';
import { spec } from './spec.ts';
import { takes } from './spec-findings.ts';

// Where in the spec a value of an exchange is described.

/** A schema, its location, and its source. */
export interface Location {
  readonly schema: Schema;
  /** JSON pointer into the bundled spec. */
  readonly pointer: string;
  readonly level: SourceLevel;
}

/** The location of a schema. Its level is its own, or that of what is around it. */
export function locationAt(schema: Schema, pointer: string, around: SourceLevel): Location {
  return { schema, pointer, level: schema['x-source']?.level ?? around };
}

/** The location that a `$ref` leads to, or the location itself if it has none. */
export function followed({ schema, pointer, level }: Location): Location {
  if (schema.$ref === undefined) return { schema, pointer, level };
  const target = locate<Schema>(spec, schema.$ref);
  return locationAt(target.value, target.pointer, level);
}

/** The locations that may describe a value: one, but for `anyOf`. */
export function branches(location: Location): Location[] {
  const { schema, pointer, level } = followed(location);
  if (schema.anyOf === undefined) return [{ schema, pointer, level }];
  return schema.anyOf.flatMap((branch, index) =>
    branches(locationAt(branch, pointerTo(pointer, 'anyOf', index), level)),
  );
}

/** The location that describes a value: the one that accepts it, or the first that accepts its type. Undefined if none does. */
export function locationOf(location: Location, value: unknown): Location | undefined {
  const possible = branches(location).filter(({ schema }) => isOfType(schema, value));
  return possible.length < 2
    ? possible[0]
    : (possible.find(({ schema }) => takes(schema, value)) ?? possible[0]);
}

/** The locations of the properties of an object. Undefined is that of a property which the spec does not know. */
export function locationOfField({ schema, pointer, level }: Location, name: string): Location | undefined {
  const { properties = {}, additionalProperties } = schema;
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (property !== undefined) return locationAt(property, pointerTo(pointer, 'properties', name), level);
  if (typeof additionalProperties !== 'object') return undefined;
  return locationAt(additionalProperties, pointerTo(pointer, 'additionalProperties'), level);
}

/** The location of the items of an array. */
export function locationOfItems({ schema, pointer, level }: Location): Location | undefined {
  return schema.items && locationAt(schema.items, pointerTo(pointer, 'items'), level);
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
