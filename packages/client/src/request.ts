import {
  abortSignal,
  checkOptions,
  count,
  describe,
  isRecord,
  milliseconds,
  type OptionRule,
  oneOf,
  whole,
} from './check-options.ts';
import { ConfigurationError } from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import { allowedHeaders, headersRule } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions } from './options.ts';
import type { Settings } from './settings.ts';

export const json = 'application/json';

/** A request that is ready to be sent, once for each attempt. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The query parameters, as they were sent: the caller's object may change. */
  readonly query: { readonly fields?: unknown } | undefined;
  /** The body. Absent if the operation takes none. */
  readonly text: string | undefined;
  /** Media type of the response. */
  readonly mediaType: string;
}

const callRules = {
  signal: abortSignal,
  timeoutMs: milliseconds,
  deadlineMs: milliseconds,
  retries: count(0),
  headers: headersRule,
};

const anyString: OptionRule = { expected: 'a string', isRight: (value) => typeof value === 'string' };

/** Checks the options of a call. If there is a body, they include the query parameters. */
export function checkedOptions(
  operation: Operation,
  { body }: CallRequest,
  options: CallOptions | undefined,
): CallOptions | undefined {
  // Not for null or '', which are wrong.
  if (options === undefined) return undefined;
  return checkOptions(operation.id, options, optionRules(operation, body !== undefined));
}

/** A checked copy of a query, because the caller's object may change. */
export function checkedQuery(operation: Operation, query: object): Record<string, unknown> {
  const checked = Object.entries(checkOptions(operation.id, query, queryRules(operation), 'the query'));
  return Object.fromEntries(
    checked.map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  );
}

/**
 * Makes a request from the arguments of a call.
 *
 * @param options - Checked by {@link checkedOptions}.
 * @throws {@link ConfigurationError} if an id, the query or the input is invalid.
 */
export function prepareRequest(
  { baseUrl, token, headers, fetch }: Settings,
  operation: Operation,
  { ids = [], query, body, mediaType = json, fields }: CallRequest,
  options: CallOptions | undefined,
): PreparedRequest {
  if (!(fetch ?? globalThis.fetch)) {
    throw new ConfigurationError(`${operation.id}: there is no global fetch. Pass the option fetch.`);
  }
  const asked = body ? options && among(options, operation.query) : query;
  const sentQuery = asked === undefined ? undefined : withFields(checkedQuery(operation, asked), fields);
  return {
    method: operation.method,
    url: baseUrl + fillPath(operation, ids) + (sentQuery ? queryString(sentQuery) : ''),
    headers: {
      ...headers,
      ...(options?.headers && allowedHeaders(options.headers)),
      ...(options && headersAmong(options, operation)),
      accept: `${mediaType}; version=${apiVersion}`,
      authorization: `Bearer ${token}`,
      'content-type': json,
    },
    query: sentQuery,
    text:
      body && !(body.isOptional && body.input === undefined) ? jsonOf(operation.id, body.input) : undefined,
    mediaType,
  };
}

function fillPath({ id: operation, path: template }: Operation, ids: readonly unknown[]): string {
  const rest = [...ids];
  return template.replace(/{(\w+)}/g, (_, name) => {
    const id = rest.shift();
    const segment = segmentOf(id);
    if (segment !== undefined) return segment;
    const got = typeof id === 'string' ? 'a string that cannot be one' : describe(id);
    throw new ConfigurationError(`${operation}: ${name} must be an id, not ${got}.`);
  });
}

/** Undefined if it cannot be an id: dots lead to another route, an empty one to the list, and a lone surrogate cannot be encoded. */
function segmentOf(id: unknown): string | undefined {
  if (typeof id !== 'string' || ['', '.', '..'].includes(id)) return undefined;
  return ignoringErrors(() => encodeURIComponent(id));
}

const areStrings = (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** A value of a query parameter. Arrays are joined by commas. */
const queryValue: OptionRule = {
  expected: 'a string, a finite number, a boolean, or an array of strings',
  isRight: (value) =>
    typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || areStrings(value),
};

/** Parameters that the client itself reads: it adds to the offset and to the fields. */
const readParameters: Readonly<Record<string, OptionRule>> = {
  limit: whole,
  offset: whole,
  fields: { expected: 'an array of strings', isRight: areStrings },
};

type Rules = Record<string, OptionRule>;

function queryRules({ query }: Operation): Rules {
  return Object.fromEntries(query.map((name) => [name, readParameters[name] ?? queryValue]));
}

/** The rules of the options of a call. If there is a body, they include the query parameters. */
function optionRules(operation: Operation, hasBody: boolean): Rules {
  const headers = Object.entries(operation.headers).map(([option, { values }]): [string, OptionRule] => [
    option,
    values ? oneOf(...values) : anyString,
  ]);
  return { ...callRules, ...Object.fromEntries(headers), ...(hasBody && queryRules(operation)) };
}

/** The query parameters among the options. Undefined if there is no such option. */
function among(options: object, names: readonly string[]): object | undefined {
  const entries = Object.entries(options).filter(([name]) => names.includes(name));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function headersAmong(options: object, { headers }: Operation): Record<string, string> {
  const entries = Object.entries(options).filter(([name]) => name in headers);
  return Object.fromEntries(entries.map(([option, value]) => [headers[option]?.name.toLowerCase(), value]));
}

/** A query with `fields` also requests the fields that the client needs. */
function withFields(query: Record<string, unknown>, needed: readonly string[] = []): Record<string, unknown> {
  const { fields } = query as { fields?: readonly unknown[] };
  return fields?.length ? { ...query, fields: [...new Set([...fields, ...needed])] } : query;
}

function queryString(query: object): string {
  const entries = Object.entries(query).filter(([, value]) => String(value) !== '');
  const text = String(new URLSearchParams(entries.map(([name, value]) => [name, String(value)])));
  return text && `?${text}`;
}

/** @throws {@link ConfigurationError} if it is not an object that can be serialized as JSON. */
export function jsonOf(operation: string, input: unknown): string {
  if (!isRecord(input)) {
    throw new ConfigurationError(`${operation}: the input must be an object, not ${describe(input)}.`);
  }
  // Its error may quote the input.
  const text = ignoringErrors(() => JSON.stringify(input, isInert(input) ? undefined : withoutPromises));
  if (text?.startsWith('{')) return text;
  throw new ConfigurationError(
    `${operation}: the input cannot be serialized as JSON: it has a circular reference, a BigInt or a promise, or its toJSON() threw.`,
  );
}

/** Whether a value contains neither a promise nor a `toJSON` method. Then it is serialized without a replacer, which is faster. */
function isInert(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const { then, toJSON } = value as { readonly then?: unknown; readonly toJSON?: unknown };
  // A getter may return another promise the next time.
  if (then) ignoringErrors(() => value);
  return !then && !toJSON && Object.values(value).every(isInert);
}

/** JSON.stringify would write a promise as an empty object and leave its error unhandled. */
function withoutPromises(_: string, value: unknown): unknown {
  if (typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then !== 'function') return value;
  ignoringErrors(() => value);
  throw new TypeError('a promise');
}
