import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { pointerTo, valueAt } from './json-pointer.ts';
import type { JsonSchema } from './json-schema.ts';
import { takes } from './spec-judge.ts';

// Where in the spec a value of an exchange is described.

/** Where a fact of the spec comes from, from the firmest down. */
export const levels = ['documented', 'documented-later', 'sdk', 'recorded', 'inferred'] as const;
export type Level = (typeof levels)[number];

/** What a part of the spec says of its own source. */
export interface Marked {
  readonly 'x-source'?: {
    readonly level: Level;
    readonly values?: Readonly<Record<string, { level: Level }>>;
  };
}

/** A schema, where it stands, and where what it says comes from. */
export interface Place {
  readonly schema: JsonSchema & Marked;
  /** JSON pointer into the bundled spec. */
  readonly pointer: string;
  readonly level: Level;
}

/** The place that a schema stands at. Its level is its own, or that of what is around it. */
export function placeAt(schema: JsonSchema & Marked, pointer: string, around: Level): Place {
  return { schema, pointer, level: schema['x-source']?.level ?? around };
}

/** The place that a `$ref` leads to, or the place itself where it holds none. */
export function followed({ schema, pointer, level }: Place): Place {
  if (schema.$ref === undefined) return { schema, pointer, level };
  return followed(placeAt(valueAt(openapi, schema.$ref) as JsonSchema, schema.$ref, level));
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
export function typesOf({ type = [] }: JsonSchema): string[] {
  return [type].flat();
}

function isOfType(schema: JsonSchema, value: unknown): boolean {
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
