import { resolve, type Schema } from '@truework-legacy/spec/document';
import { spec } from './spec.ts';
import { formsOf } from './text-forms.ts';

/** A value of a schema with every property that it knows. */
export function full(reference: Schema, depth = 0): unknown {
  const schema = resolved(reference);
  if (schema.anyOf !== undefined) return full(schema.anyOf[0] ?? {}, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch ([schema.type].flat()[0]) {
    case 'object':
      return {
        ...Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, field]) => [name, full(field, depth + 1)]),
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

/** A schema of the spec without a reference. */
export function resolved(schema: Schema): Schema {
  return resolve(spec, schema);
}
