import { childrenOf, type Example } from '@truework-legacy/spec/document';
import { drift } from '@truework-legacy/zod';
import * as requests from '@truework-legacy/zod/request';
import * as responses from '@truework-legacy/zod/response';
import type { z } from 'zod';
import { validatorAt } from './constraint-judges.ts';
import { spec } from './spec.ts';

/** The examples of the spec, by name. */
export const examples: readonly [name: string, Example][] = childrenOf<Example>(
  spec,
  '#/components/examples',
).map(([name, { value }]) => [name, value]);

/** The schema that an example is of: the longest name of a schema that its own name begins with. */
function schemaOfExample(example: string): string {
  if (example.startsWith('Error')) return 'ApiErrorBody';
  const names = Object.keys(spec.components?.schemas ?? {}).filter((schema) => example.startsWith(schema));
  return names.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** What ajv and the validators find wrong with an example. Members that the spec does not know are wrong as well. */
export function findingsOfExample([name, { value }]: (typeof examples)[number]): string[] {
  const schema = schemaOfExample(name);
  const validators = (schema.endsWith('Input') ? requests : responses) as unknown as Record<
    string,
    z.ZodType | undefined
  >;
  const validator = validators[schema];
  if (validator === undefined) return [`${name}: the validators have no schema for it`];
  const validate = validatorAt(`#/components/schemas/${schema}`);
  return [
    ...(validate(value) === true
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`)),
    ...(validator.safeParse(value).error?.issues ?? []).map(
      ({ path, message }) => `${name}/${path.join('/')}: ${message}`,
    ),
    ...drift(validator, value).map(({ path, kind }) => `${name}/${path.join('/')}: ${kind}`),
  ];
}

/** {@link findingsOfExample} of all of them. */
export function exampleFindings(): string[] {
  return examples.flatMap(findingsOfExample);
}
