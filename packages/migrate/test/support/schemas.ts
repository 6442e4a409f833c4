import laterJson from '@truework-legacy/spec/2023-10-30/openapi.json' with { type: 'json' };
import mapJson from '@truework-legacy/spec/migration/2023-10-30.json' with { type: 'json' };
import legacyJson from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';

// What the tests validate against, and what they make up: both from the descriptions, so that no field is forgotten.

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  pattern?: string;
  format?: string;
  minLength?: number;
  minimum?: number;
  maximum?: number;
}

interface Document {
  components: { schemas: Record<string, Schema>; examples: Record<string, { value: unknown }> };
}

export const later = laterJson as unknown as Document;
export const legacy = legacyJson as unknown as Document;
export const map = mapJson;

/** An example of the description of 2023-10-30, fresh. */
export function example<Value>(name: string): Value {
  return structuredClone(later.components.examples[name]?.value) as Value;
}

/** A copy in which no object may have a field that is not described. */
function closed<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(closed) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isOpen =
    copy['type'] === 'object' && copy['properties'] && copy['additionalProperties'] === undefined;
  return (isOpen ? { ...copy, additionalProperties: false } : copy) as Part;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(closed(legacy), 'legacy');
ajv.addSchema(later, 'later');

/** What is wrong with a value, by the spec of which version, and where. Nothing is, if it is empty. */
export function errorsOf(version: 'legacy' | 'later', schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${version}#/components/schemas/${schema}`);
  if (!validate) throw new Error(`There is no schema ${schema}.`);
  const spec = version === 'legacy' ? '2019-10-15' : '2023-10-30';
  const isValid = validate(JSON.parse(JSON.stringify(value)));
  return isValid
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, schemaPath }) =>
          `${schema}${instancePath} ${message}, by ${spec}: ${schemaPath.replace(/^\w*#\//, '')}`,
      );
}

/** Begins every text that is made up: no note may have it. */
export const mark = '§';

/** Texts that a schema has no pattern for, and that are nevertheless always of one form. */
const formed: Record<string, fc.Arbitrary<string>> = {
  target: fc.constant('https://example.com/hook'),
  social_security_number: fc.stringMatching(/^\*{3}-\*{2}-\d{4}$/),
  year: fc.stringMatching(/^20\d\d$/),
};
for (const name of ['amount', 'base', 'overtime', 'commission', 'bonus', 'other', 'total'])
  formed[name] = fc.stringMatching(/^\d{1,6}\.\d\d$/);

/**
 * Values that a schema takes.
 *
 * @param wild - Whether texts that are usually of one form, such as amounts, are any text instead.
 */
export function valuesOf(document: Document, name: string, wild = false): fc.Arbitrary<unknown> {
  const of = (schema: Schema, field = ''): fc.Arbitrary<unknown> => {
    if (schema.$ref !== undefined) return of(schemaOf(document, schema.$ref), field);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => of(part, field)));
    const types = [schema.type ?? 'null'].flat();
    return fc.oneof(...types.map((type) => ofType(type, schema, field)));
  };
  const ofType = (type: string, schema: Schema, field: string): fc.Arbitrary<unknown> => {
    if (type === 'object') return objectOf(schema);
    if (type === 'array') return fc.array(of(schema.items ?? {}), { maxLength: 2 });
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer') return fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: 1000 });
    if (type === 'number') return fc.double({ min: 0, max: 1000, noNaN: true });
    if (type === 'string') return textOf(schema, field);
    return fc.constant(null);
  };
  const textOf = ({ pattern, format, minLength = 0 }: Schema, field: string): fc.Arbitrary<string> => {
    if (format === 'date') return fc.constantFrom('1990-01-31', '2024-02-29');
    if (format === 'date-time') return fc.constantFrom('2026-03-04T05:06:07.000001Z', '2019-11-05T17:08:44Z');
    if (format === 'email') return fc.constant('riley.sample@example.com');
    if (format === 'uri') return fc.constant('https://example.com/page');
    if (field === 'content') return fc.constantFrom('JVBERi0xLjQK', 'YQ==');
    if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
    const form = wild ? undefined : formed[field];
    return form ?? fc.string({ minLength, maxLength: 8 }).map((text) => `${mark}${text}`);
  };
  const objectOf = ({ properties, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> => {
    if (properties === undefined)
      return typeof additionalProperties === 'object'
        ? fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), of(additionalProperties), { maxKeys: 2 })
        : fc.constantFrom({}, { application: `${mark}A`, count: 1 });
    const fields = Object.entries(properties).map(([field, schema]) => [field, of(schema, field)]);
    const model = Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>;
    return fc.record(model, { requiredKeys: required, noNullPrototype: true });
  };
  return of({ $ref: `#/components/schemas/${name}` });
}

function schemaOf({ components }: Document, reference: string): Schema {
  return components.schemas[reference.split('/').at(-1) ?? ''] ?? {};
}

/** Copies of a value, each with one part of it replaced. */
export function variantsOf(value: unknown, replacements: readonly unknown[]): unknown[] {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const inside = parts.flatMap(([name, part]) =>
    variantsOf(part, replacements).map((it) => {
      return Array.isArray(value) ? value.with(Number(name), it) : { ...(value as object), [name]: it };
    }),
  );
  return [...replacements, ...inside];
}

/** Every text in a value, at whatever depth. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
