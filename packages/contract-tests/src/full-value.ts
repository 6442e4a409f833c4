import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import type { JsonSchema } from './json-schema.ts';
import { formsOf } from './text-forms.ts';

/** The name of what a reference leads to. */
export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** A value of a schema with every member that it knows. */
export function full(reference: JsonSchema, depth = 0): unknown {
  const schema = resolved(reference);
  if (schema.anyOf !== undefined) return full(schema.anyOf[0] ?? {}, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch ([schema.type].flat()[0]) {
    case 'object':
      return {
        ...Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, member]) => [name, full(member, depth + 1)]),
        ),
        ...(typeof schema.additionalProperties === 'object' &&
          depth < 6 && { reference: full(schema.additionalProperties, depth + 1) }),
      };
    case 'array':
      return [full(schema.items ?? {}, depth + 1)];
    case 'string':
      return formsOf(schema)?.right[0] ?? 'a'.repeat(Math.max(1, schema.minLength ?? 1));
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      throw new Error(`No value is written for a schema of the type ${String(schema.type)}.`);
  }
}

export function resolved(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const components = openapi.components.schemas as unknown as Readonly<Record<string, JsonSchema>>;
  const target = components[nameIn(schema.$ref)];
  if (target === undefined) throw new Error(`The spec has no ${schema.$ref}.`);
  return target;
}
