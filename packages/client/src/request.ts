import {
  abortSignal,
  checkOptions,
  count,
  describe,
  isObject,
  isRecord,
  milliseconds,
  type OptionRule,
  oneOf,
  whole,
} from './check-options.ts';
import { ConfigurationError } from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import { allowedHeaders, headersRule, json } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions } from './options.ts';
import type { Settings } from './settings.ts';

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

type Rules = Readonly<Record<string, OptionRule>>;

const callRules: Rules = {
  signal: abortSignal,
  timeoutMs: milliseconds,
  deadlineMs: milliseconds,
  retries: count(0),
  headers: headersRule,
};

const isString = (value: unknown) => typeof value === 'string';

const anyString: OptionRule = { expected: 'a string', isRight: isString };

const areStrings = (value: unknown) => Array.isArray(value) && value.every(isString);

/** A value of a query parameter. Arrays are joined by commas. */
const queryValue: OptionRule = {
  expected: 'a string, a finite number, a boolean, or an array of strings',
  isRight: (value) =>
    isString(value) || typeof value === 'boolean' || Number.isFinite(value) || areStrings(value),
};

/** Parameters that the client itself reads: it adds to the offset and to the fields. */
const readParameters: Rules = {
  limit: whole,
  offset: whole,
  fields: { expected: 'an array of strings', isRight: areStrings },
};

function queryRules({ query }: Operation): Rules {
  return Object.fromEntries(query.map((name) => [name, readParameters[name] ?? queryValue]));
}

function headerRules({ headers }: Operation): Rules {
  return Object.fromEntries(
    Object.entries(headers).map(([option, { values }]) => [option, values ? oneOf(...values) : anyString]),
  );
}

/** A checked copy of the options of a call. If there is a body, they include the query parameters. */
export function checkedOptions(
  operation: Operation,
  { body }: CallRequest,
  options: CallOptions | undefined,
): CallOptions | undefined {
  if (body) checkPlaces(operation, body.input);
  // Not for null or '', which are wrong.
  if (options === undefined) return undefined;
  const rules = { ...callRules, ...headerRules(operation), ...(body && queryRules(operation)) };
  const place = ` in the options, after the ${body ? 'input' : 'query'}`;
  return checkOptions(operation.id, options, rules, 'options', place);
}

/** @throws {@link ConfigurationError} if an option is in the input: it would be sent, and have no effect. */
function checkPlaces({ id, headers, query }: Operation, input: unknown): void {
  const given = input as Readonly<Record<string, unknown>>;
  const options = [...Object.keys({ ...callRules, ...headers }), ...query];
  const misplaced = ignoringErrors(() => options.find((name) => given[name] !== undefined));
  if (misplaced) throw new ConfigurationError(`${id}: pass ${misplaced} in the options, after the input.`);
}

/** A checked copy of the query of a call. */
export function checkedQuery<Query extends object>(
  operation: Operation,
  query: Query | undefined,
): Query | undefined {
  if (query === undefined) return undefined;
  const where = ' in the query, before the options';
  return checkOptions(operation.id, query, queryRules(operation), 'the query', where);
}

/**
 * Makes a request from the arguments of a call.
 *
 * @param options - Checked by {@link checkedOptions}.
 * @throws {@link ConfigurationError} if an id, the query or the input is invalid.
 */
export function prepareRequest(
  { baseUrl, headers, fetch = globalThis.fetch }: Settings,
  operation: Operation,
  { ids = [], query, body, mediaType = json, fields }: CallRequest,
  options: CallOptions | undefined,
): PreparedRequest {
  if (!fetch) {
    throw new ConfigurationError(`${operation.id}: there is no global fetch. Pass the option fetch.`);
  }
  // Without it, no response could be read. The jsdom of Jest has none.
  if (!globalThis.TextDecoder) {
    throw new ConfigurationError(`${operation.id}: there is no global TextDecoder.`);
  }
  const asked = body ? options && queryAmong(options, operation) : checkedQuery(operation, query);
  const sentQuery = asked && withFields(asked, fields);
  return {
    method: operation.method,
    url: baseUrl + fillPath(operation, ids) + (sentQuery ? queryString(sentQuery) : ''),
    headers: {
      ...headers,
      accept: `${mediaType}; version=${apiVersion}`,
      ...(options && headersAmong(options, operation)),
    },
    query: sentQuery,
    text:
      body && !(body.isOptional && body.input === undefined) ? jsonOf(operation.id, body.input) : undefined,
    mediaType,
  };
}

function fillPath({ id, path }: Operation, ids: readonly unknown[]): string {
  if (ids.length === 0) return path;
  const rest = [...ids];
  return path.replace(/\{(\w+)\}/g, (_, parameter: string) => segmentOf(id, parameter, rest.shift()));
}

/** Dots lead to another route, an empty id leads to the list, and a lone surrogate cannot be encoded. */
function segmentOf(operation: string, parameter: string, id: unknown): string {
  const isId = typeof id === 'string' && !['.', '..'].includes(id);
  const segment = isId && ignoringErrors(() => encodeURIComponent(id));
  if (segment) return segment;
  const got = typeof id === 'string' ? 'a string that cannot be one' : describe(id);
  throw new ConfigurationError(`${operation}: ${parameter} must be an id, not ${got}.`);
}

/** The query parameters among the options. */
function queryAmong(options: object, { query }: Operation): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => query.includes(name)));
}

/** The headers among the options. Their rules allow none of the client's own. */
function headersAmong(options: CallOptions, { headers }: Operation): Record<string, string> {
  const given = options as Readonly<Record<string, unknown>>;
  const ofTheApi = Object.entries(headers).map(([option, { name }]) => [name, given[option]]);
  return allowedHeaders({ ...options.headers, ...Object.fromEntries(ofTheApi) });
}

/** A query with `fields` also requests the fields that the client needs. */
function withFields(query: { fields?: readonly unknown[] }, needed: readonly string[] = []): object {
  const { fields } = query;
  return fields?.length ? { ...query, fields: [...new Set([...fields, ...needed])] } : query;
}

function queryString(query: object): string {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const text = String(new URLSearchParams(entries.filter(([, value]) => value !== '')));
  return text && `?${text}`;
}

/** @throws {@link ConfigurationError} if it is not an object that can be serialized as JSON. */
export function jsonOf(operation: string, input: unknown): string {
  if (!isRecord(input)) {
    throw new ConfigurationError(`${operation}: the input must be an object, not ${describe(input)}.`);
  }
  // Its error may quote the input.
  const text = ignoringErrors(() => JSON.stringify(input, isInert(input) ? undefined : withoutLoss));
  if (text?.startsWith('{')) return text;
  throw new ConfigurationError(
    `${operation}: the input cannot become JSON: it has a cycle, BigInt, promise, Map or bytes, or toJSON() threw.`,
  );
}

/** Whether a value contains nothing that JSON.stringify would lose or convert. Then it is serialized without a replacer, which is faster. */
function isInert(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
    return Object.values(value).every(isInert);
  // A getter may return another promise the next time.
  ignoringErrors(() => value);
  return false;
}

/** JSON.stringify would lose what is in a promise, whose error is ignored, in a Map, in bytes and the like. */
function withoutLoss(_: string, value: unknown): unknown {
  if (ignoringErrors(() => isObject(value) && !isRecord(value) && value)) throw new TypeError();
  return value;
}
