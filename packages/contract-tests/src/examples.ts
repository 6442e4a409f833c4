import {
  type BodyEntry,
  bodiesOf,
  childrenOf,
  type Example,
  type Located,
  lastNameIn,
  namesIn,
  operationsOf,
  pointerTo,
  type RequestBody,
  type Response,
  webhooksOf,
} from '@truework-legacy/spec/document';
import { drift } from '@truework-legacy/zod';
import * as requests from '@truework-legacy/zod/request';
import * as responses from '@truework-legacy/zod/response';
import type { z } from 'zod';
import { validatorAt } from './constraint-validators.ts';
import { spec } from './spec.ts';

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

const sent = operationsOf(spec).flatMap(({ requestBody }) => bodiesOf(requestBody));
const received = [
  ...operationsOf(spec).flatMap(({ responses }) => responses.flatMap(bodiesOf)),
  ...webhooksOf(spec).flatMap(({ requestBody }) => bodiesOf(requestBody)),
];
const all = [
  ...sent.flatMap((body) => examplesOf(body, true)),
  ...received.flatMap((body) => examplesOf(body, false)),
];

/** The examples of bodies in the spec, each once. */
export const examples: readonly BodyExample[] = [
  ...new Map(all.map((example) => [`${example.name} ${example.schema}`, example])).values(),
];

function examplesOf({ mediaType, pointer, schema }: BodyEntry, isRequest: boolean): BodyExample[] {
  if (mediaType !== 'application/json' || schema === undefined) return [];
  return childrenOf<Example>(spec, `${pointer}/examples`).map(([, example]) => ({
    name: namesIn(example.pointer)[0] === 'components' ? lastNameIn(example.pointer) : example.pointer,
    value: example.value.value,
    schema: schema.value.$ref ?? schema.pointer,
    isRequest,
  }));
}

/** The values of the examples of a JSON body. */
export function examplesIn(described: Located<RequestBody | Response> | undefined): unknown[] {
  return bodiesOf(described)
    .filter(({ mediaType }) => mediaType === 'application/json')
    .flatMap(({ pointer }) => childrenOf<Example>(spec, pointerTo(pointer, 'examples')))
    .map(([, { value }]) => value.value);
}

/** What ajv and the validators find wrong with an example. Fields that the spec does not know are wrong as well. */
export function findingsOfExample({ name, value, schema, isRequest }: BodyExample): string[] {
  const validate = validatorAt(schema);
  return [
    ...(validate(value) === true
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`)),
    ...(namesIn(schema)[1] === 'schemas' ? findingsOfValidators({ name, value, schema, isRequest }) : []),
  ];
}

function findingsOfValidators({ name, value, schema, isRequest }: BodyExample): string[] {
  const validators = (isRequest ? requests : responses) as unknown as Readonly<
    Record<string, z.ZodType | undefined>
  >;
  const validator = validators[lastNameIn(schema)];
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
