import { readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json | undefined;
}

/** A place in the document. `pointer` is a JSON pointer, such as `/components/schemas/Money`. */
export interface Place {
  pointer: string;
  value: Json;
}

/** The bundle of the spec. */
export const document = JSON.parse(
  readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8'),
) as JsonObject;

/** What stands at a pointer, and where a `$ref` that stands there leads. */
export function placeAt(pointer: string): Place {
  let value: Json | undefined = document;
  for (const name of pointer.split('/').slice(1).map(unescapeName)) {
    value = isObject(value) ? value[name] : Array.isArray(value) ? value[Number(name)] : undefined;
  }
  if (value === undefined) throw new Error(`The document has nothing at ${pointer}.`);
  if (isObject(value) && typeof value['$ref'] === 'string' && Object.keys(value).length === 1) {
    return placeAt(decodeURIComponent(value['$ref'].replace(/^#/, '')));
  }
  return { pointer, value };
}

/** The members of the object or array at a pointer by name, and where their `$ref`s lead. None where nothing stands there. */
export function membersAt(pointer: string): [name: string, place: Place][] {
  const parent = placeAt(pointer.slice(0, pointer.lastIndexOf('/')));
  const name = unescapeName(pointer.slice(pointer.lastIndexOf('/') + 1));
  const value = isObject(parent.value) ? parent.value[name] : undefined;
  if (value === undefined || value === null || typeof value !== 'object') return [];
  return Object.keys(value).map((key) => [
    key,
    placeAt(`${parent.pointer}/${escapeName(name)}/${escapeName(key)}`),
  ]);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a place. Throws where the place holds something else. */
export function objectAt({ pointer, value }: Place): JsonObject {
  if (!isObject(value)) throw new Error(`${pointer} is not an object.`);
  return value;
}

/** A name as it stands in a JSON pointer. */
export function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapeName(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}
