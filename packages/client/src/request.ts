import {
  abortSignal,
  checkOptions,
  count,
  describe,
  isObject,
  milliseconds,
  type OptionRule,
  oneOf,
} from './check-options.ts';
import type { CallRequest, Operation, Settings } from './connection.ts';
import { ConfigurationError } from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import { allowedHeaders, headersRule } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { OrderOptions } from './options.ts';

export const json = 'application/json';

/** A request that is ready to be sent, as often as it takes. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The query, as it was sent: the caller's own object may change. */
  readonly query: { readonly fields?: unknown } | undefined;
  /** The body. Absent if the operation takes none. */
  readonly text: string | undefined;
  /** What the response has to be. */
  readonly mediaType: string;
}

const callRules = {
  signal: abortSignal,
  timeoutMs: milliseconds,
  deadlineMs: milliseconds,
  retries: count(0),
  headers: headersRule,
};

const createRules = { ...callRules, requestSync: oneOf('sync', 'async') };

/**
 * Makes a request of what a caller gave.
 *
 * @throws {@link ConfigurationError} if an option, an id, the query or the input cannot be used. Nothing is sent.
 */
export function prepareRequest(
  { baseUrl, token, headers, fetch }: Settings,
  operation: Operation,
  { ids = [], query, body, mediaType = json, takesRequestSync }: CallRequest,
  options: OrderOptions | undefined,
): PreparedRequest {
  if (!(fetch ?? globalThis.fetch)) {
    throw new ConfigurationError(
      `${operation.id}: there is no global fetch, and no fetch among the options.`,
    );
  }
  if (options !== undefined) checkOptions(operation.id, options, takesRequestSync ? createRules : callRules);
  if (query !== undefined) checkQuery(operation, query);
  const { requestSync, headers: ownHeaders } = options ?? {};
  const sentQuery = query && copyOfQuery(query);
  return {
    method: operation.method,
    url: baseUrl + fillPath(operation, ids) + (sentQuery ? queryString(sentQuery) : ''),
    headers: {
      ...headers,
      ...(ownHeaders && allowedHeaders(ownHeaders)),
      ...(requestSync && { 'request-sync': requestSync }),
      accept: `${mediaType}; version=${apiVersion}`,
      authorization: `Bearer ${token}`,
      'content-type': json,
    },
    query: sentQuery,
    text: body && jsonOf(operation.id, body.input),
    mediaType,
  };
}

function fillPath({ id: operation, path: template }: Operation, ids: readonly unknown[]): string {
  let path = template;
  for (const id of ids) {
    const start = path.indexOf('{');
    const end = path.indexOf('}');
    const segment = segmentOf(id);
    if (segment === undefined) {
      const name = path.slice(start + 1, end);
      const got = typeof id === 'string' ? 'a text that cannot be one' : describe(id);
      throw new ConfigurationError(`${operation}: ${name} must be an id, not ${got}.`);
    }
    path = path.slice(0, start) + segment + path.slice(end + 1);
  }
  return path;
}

/** Undefined if it cannot be an id: dots climb to another route, an empty one falls through to the list, half a character is none. */
function segmentOf(id: unknown): string | undefined {
  if (typeof id !== 'string' || ['', '.', '..'].includes(id)) return undefined;
  return ignoringErrors(() => encodeURIComponent(id));
}

/** A value of a query: the API has texts, numbers, true and false, and lists, which are joined by commas. */
const queryValue: OptionRule = {
  expected: 'a text, a finite number, true, false, or a list of texts',
  isRight: (value) =>
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string')),
};

/** What goes through a list. As a text, an offset would grow by its digits. */
const pages: Readonly<Record<string, OptionRule>> = { limit: count(1), offset: count(0) };

function checkQuery({ id, query: names }: Operation, query: object): void {
  checkOptions(id, query, Object.fromEntries(names.map((name) => [name, pages[name] ?? queryValue])));
}

/** A query as it is now: the caller's own may change. */
export function copyOfQuery(query: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  );
}

function queryString(query: object): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && String(value) !== '');
  const text = String(new URLSearchParams(entries.map(([name, value]) => [name, String(value)])));
  return text && `?${text}`;
}

/** @throws {@link ConfigurationError} if it is no object, or none that JSON can have. */
export function jsonOf(operation: string, input: unknown): string {
  if (!isObject(input)) {
    throw new ConfigurationError(`${operation}: the input must be an object, not ${describe(input)}.`);
  }
  // What it throws may quote the input.
  const text = ignoringErrors(() => JSON.stringify(input, isInert(input) ? undefined : withoutPromises));
  if (text?.startsWith('{')) return text;
  throw new ConfigurationError(
    `${operation}: the input cannot be written as JSON: it refers to itself, has a BigInt or a promise, or its toJSON failed.`,
  );
}

/** Whether JSON calls nothing of a value and finds no promise in it. Then it need not look at each part of it, which takes time. */
function isInert(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const { then, toJSON } = value as { readonly then?: unknown; readonly toJSON?: unknown };
  // A getter may give another one the next time.
  if (then) ignoringErrors(() => value);
  return !then && !toJSON && Object.values(value).every(isInert);
}

/** JSON has a promise as an empty object, and would leave its error unhandled. */
function withoutPromises(_: string, value: unknown): unknown {
  if (typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then !== 'function') return value;
  ignoringErrors(() => value);
  throw new TypeError('a promise');
}
