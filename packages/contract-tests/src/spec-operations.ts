import {
  bodiesOf,
  childrenOf,
  type Header,
  type Located,
  lastNameIn,
  type OperationEntry,
  operationsOf,
  type Parameter,
  pointerTo,
  type RequestBody,
  type Response,
  webhooksOf,
} from '@truework-legacy/spec/document';
import { spec } from './spec.ts';

/** A parameter, and where in the spec it stands. */
export interface SpecParameter {
  readonly name: string;
  readonly in: Parameter['in'];
  readonly isRequired: boolean;
  readonly mayBeEmpty: boolean;
  /** What the API uses instead of an invalid value, which it does not reject. */
  readonly fallback?: string;
  readonly pointer: string;
}

/** One status that an operation may respond with. */
export interface SpecResponse {
  /** Names of the headers, with `?` behind those that may be missing. */
  readonly headers: readonly string[];
  /** Media type and schema of the body. */
  readonly bodies: Readonly<Record<string, string>>;
}

/** An operation or a webhook of the spec, references resolved. */
export interface SpecOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  /** Whether it may be retried after a failure. Absent for webhooks. */
  readonly retry?: string;
  /** How much is known of it. */
  readonly source?: string;
  /** What to call instead, by later version. */
  readonly successor?: Readonly<Record<string, string>>;
  readonly isLegacy?: true;
  /** Below which heading it is described. */
  readonly tags: readonly string[];
  readonly needsKey: boolean;
  readonly parameters: readonly SpecParameter[];
  readonly bodies: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<string, SpecResponse>>;
}

const operations = readOperations();

/** Every operation of the spec. */
export function operationsOfTheSpec(): readonly SpecOperation[] {
  return operations;
}

/** Every operation of the spec as it is now, after a mutant was put into it. */
export function readOperations(): SpecOperation[] {
  return operationsOf(spec).map(approvable);
}

/** Every webhook of the spec, with its event instead of a path. */
export function webhooksOfTheSpec(): SpecOperation[] {
  return webhooksOf(spec).map(approvable);
}

function approvable(entry: OperationEntry): SpecOperation {
  const { id, method, path, pointer, operation, parameters, requestBody, responses } = entry;
  return {
    id,
    method,
    path,
    pointer,
    ...(operation['x-retry'] && { retry: operation['x-retry'] }),
    ...(operation['x-source'] && { source: operation['x-source'].level }),
    ...(operation['x-successor'] && { successor: operation['x-successor'] }),
    ...(operation['x-legacy'] && { isLegacy: true as const }),
    tags: operation.tags ?? [],
    needsKey: (operation.security ?? spec.security ?? []).length > 0,
    parameters: parameters.map(parameterOf),
    bodies: schemaNames(requestBody),
    responses: Object.fromEntries(responses.map((response) => [response.status, responseOf(response)])),
  };
}

function parameterOf({ pointer, value }: Located<Parameter>): SpecParameter {
  const { name, in: location, required = false, allowEmptyValue = false } = value;
  const { 'x-fallback': fallback } = value;
  return {
    name,
    in: location,
    isRequired: required,
    mayBeEmpty: allowEmptyValue,
    ...(fallback && { fallback }),
    pointer,
  };
}

function responseOf(response: Located<Response>): SpecResponse {
  const headers = childrenOf<Header>(spec, pointerTo(response.pointer, 'headers'));
  return {
    headers: headers.map(([name, { value }]) => (value.required === true ? name : `${name}?`)),
    bodies: schemaNames(response),
  };
}

function schemaNames(described: Located<RequestBody | Response> | undefined): Record<string, string> {
  return Object.fromEntries(
    bodiesOf(described).map(({ mediaType, schema }) => {
      const { $ref, type, format = '' } = schema?.value ?? {};
      return [mediaType, $ref === undefined ? `${type} ${format}`.trim() : lastNameIn($ref)];
    }),
  );
}
