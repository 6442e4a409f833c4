import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { drift } from '@truework-legacy/zod';
import * as requests from '@truework-legacy/zod/request';
import * as responses from '@truework-legacy/zod/response';
import type { z } from 'zod';
import { validatorAt } from './constraint-judges.ts';
import { nameIn } from './full-value.ts';
import { pointerTo } from './json-pointer.ts';
import { type Reference, resolve } from './spec-judge.ts';

/** An example of a body. */
export interface BodyExample {
  /** The component that it is, or where in the spec it is written. */
  readonly name: string;
  readonly value: unknown;
  /** Where its schema is. */
  readonly schema: string;
  /** Whether a client sends it. */
  readonly isRequest: boolean;
}

interface MediaType {
  readonly schema?: Reference | object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown } | Reference>>;
}

/** The examples of bodies in the spec, each once. */
export const examples: readonly BodyExample[] = [
  ...new Map(
    examplesWithin(openapi, '#').map((example) => [`${example.name} ${example.schema}`, example]),
  ).values(),
];

function examplesWithin(node: unknown, pointer: string): BodyExample[] {
  if (typeof node !== 'object' || node === null) return [];
  const { schema, examples: written } = node as MediaType;
  if (pointer.endsWith('/content/application~1json') && schema !== undefined && written !== undefined) {
    return Object.entries(written).map(([name, example]) => ({
      name: '$ref' in example ? nameIn(example.$ref) : pointerTo(pointer, 'examples', name),
      value: resolve<{ readonly value: unknown }>(example).value,
      schema: '$ref' in schema ? schema.$ref : pointerTo(pointer, 'schema'),
      isRequest: pointer.startsWith('#/paths/') && pointer.includes('/requestBody/'),
    }));
  }
  return Object.entries(node).flatMap(([name, inside]) => examplesWithin(inside, pointerTo(pointer, name)));
}

/** What ajv and the validators find wrong with an example. Fields that the spec does not know are wrong as well. */
export function findingsOfExample({ name, value, schema, isRequest }: BodyExample): string[] {
  const validate = validatorAt(schema);
  return [
    ...(validate(value) === true
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`)),
    ...(schema.startsWith('#/components/schemas/')
      ? findingsOfValidators({ name, value, schema, isRequest })
      : []),
  ];
}

function findingsOfValidators({ name, value, schema, isRequest }: BodyExample): string[] {
  const validators = (isRequest ? requests : responses) as unknown as Readonly<
    Record<string, z.ZodType | undefined>
  >;
  const validator = validators[nameIn(schema)];
  if (validator === undefined) return [`${name}: the validators have no schema for it`];
  return [
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
