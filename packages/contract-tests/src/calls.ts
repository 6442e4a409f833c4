import * as client from '@truework-legacy/client';
import {
  type BodyEntry,
  bodiesOf,
  childrenOf,
  type Example,
  locate,
  operationsOf,
  type Parameter,
} from '@truework-legacy/spec/document';
import { full } from './full-value.ts';
import { spec } from './spec.ts';
import { operationsOfTheSpec, type SpecOperation } from './spec-operations.ts';

/** An id that nothing has. */
const unknownId = 'AAAAAAAATiIAB';

/** Ids of what exists, by the name of the path parameter or field that asks for one. */
export type Ids = Readonly<Record<string, string>>;

/** A request of an operation as it goes over the wire. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const entries = operationsOf(spec);

/** The ids of the spec's operations, in its order. */
export const operationIds: readonly string[] = operationsOfTheSpec().map(({ id }) => id);

/** An operation of the spec. */
export function operationNamed(id: string): SpecOperation {
  const operation = operationsOfTheSpec().find((candidate) => candidate.id === id);
  if (operation === undefined) throw new Error(`The spec has no operation ${id}.`);
  return operation;
}

/** The names of an operation's ids, in the order of its path. */
export function idsIn({ path }: Pick<SpecOperation, 'path'>): string[] {
  return [...path.matchAll(/{(\w+)}/g)].map(([, name = '']) => name);
}

/** What a call of the client with right arguments, and with these ids, is sent to. Unknown ids if none are given. */
export function callOf(
  operation: string,
  ids: Ids = {},
): (connection: client.Connection) => client.Call<unknown> {
  const body = bodyOf(operation, ids);
  return (connection) => callWith(operation, connection, ids, body);
}

/** A call of the client with a body that may be anything. Undefined: it is called without one. */
export function callWith(
  operation: string,
  connection: client.Connection,
  ids: Ids,
  body: unknown,
): client.Call<unknown> {
  const call = (
    client as unknown as Readonly<Record<string, (...parameters: unknown[]) => client.Call<unknown>>>
  )[operation];
  if (call === undefined) throw new Error(`The client has no function ${operation}: run \`pnpm generate\`.`);
  const path = idsIn(operationNamed(operation)).map((name) => ids[name] ?? unknownId);
  const query = requiredQueryOf(operation);
  return call(
    connection,
    ...path,
    ...(body === undefined ? [] : [body]),
    ...(Object.keys(query).length === 0 ? [] : [query]),
  );
}

/** A right request of an operation, without any parameter that it can do without. */
export function requestOf(operation: string, ids: Ids = {}): PlainRequest {
  const { method, path } = operationNamed(operation);
  const body = bodyOf(operation, ids);
  const query = new URLSearchParams(
    Object.entries(requiredQueryOf(operation)).map(([name, value]) => [name, String(value)]),
  );
  const filled = path.replaceAll(/{(\w+)}/g, (_, name: string) => ids[name] ?? unknownId);
  return {
    method,
    path: query.size === 0 ? filled : `${filled}?${query}`,
    ...(body !== undefined && { body }),
  };
}

/** The parameters of the query that an operation cannot do without, as the spec's examples show them. */
function requiredQueryOf(operation: string): Readonly<Record<string, unknown>> {
  const required = operationNamed(operation).parameters.filter(
    ({ in: location, isRequired }) => location === 'query' && isRequired,
  );
  return Object.fromEntries(
    required.map(({ name, pointer }) => {
      const { example, schema = {} } = locate<Parameter>(spec, pointer).value;
      return [name, example ?? full(schema)];
    }),
  );
}

/** A method that the operation's path does not have. */
export function methodThatIsNotAllowed(operation: string): string {
  const { path } = operationNamed(operation);
  const taken = operationsOfTheSpec().filter((other) => other.path === path);
  const free = ['DELETE', 'PATCH', 'PUT', 'POST', 'GET'].find((method) =>
    taken.every((other) => other.method !== method),
  );
  if (free === undefined) throw new Error(`${path} has every method.`);
  return free;
}

/** The body that the spec's first example shows, or one with every field if there is no example, with these ids. Undefined if it takes none. */
export function bodyOf(operation: string, ids: Ids = {}): unknown {
  const json = jsonBodyOf(operation);
  if (json === undefined) return undefined;
  const [example] = examplesOf(json);
  const body = example === undefined ? full(json.schema?.value ?? {}) : example[1];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const known = Object.entries(ids).filter(([name]) => name in body);
  return { ...body, ...Object.fromEntries(known) };
}

/** The examples of the bodies that an operation takes, by name. */
export function bodyExamplesOf(operation: string): [name: string, body: unknown][] {
  const json = jsonBodyOf(operation);
  return json === undefined ? [] : examplesOf(json);
}

function examplesOf({ pointer }: BodyEntry): [name: string, body: unknown][] {
  return childrenOf<Example>(spec, `${pointer}/examples`).map(([name, { value }]) => [name, value.value]);
}

function jsonBodyOf(operation: string): BodyEntry | undefined {
  const entry = entries.find(({ id }) => id === operation);
  return bodiesOf(entry?.requestBody).find(({ mediaType }) => mediaType === 'application/json');
}
