import {
  AbortedError,
  AmbiguousOutcomeError,
  AuthenticationError,
  type CallFailure,
  ConfigurationError,
  type FieldErrors,
  FrozenDataError,
  NetworkError,
  NotFoundError,
  type OperationId,
  PermissionError,
  RateLimitedError,
  ResponseInvalidError,
  ServerError,
  TimeoutError,
  type TrueworkError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';
import { apiVersion, type OperationTypes, operations } from './generated/operations.gen.ts';
import { redactor, valuesAt } from './redact.ts';

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call. @throws {@link AbortedError} */
  signal?: AbortSignal;
  /**
   * How long the call may take, in milliseconds.
   * @defaultValue The client's `timeoutMs`.
   */
  timeoutMs?: number;
}

/** What every call of a client has in common. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

type RequestOf<Id extends OperationId> = Omit<OperationTypes[Id]['request'], 'url'>;

interface Parts {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

/**
 * Makes one call, once: nothing is sent a second time.
 *
 * @returns The answer's body, as the server sent it.
 * @throws A {@link TrueworkError} of the kind that fits, and nothing else.
 */
export async function call<Id extends OperationId>(
  connection: Connection,
  operation: Id,
  request: RequestOf<Id>,
  options: CallOptions = {},
): Promise<OperationTypes[Id]['response']> {
  const parts = request as Parts;
  const url =
    connection.baseUrl + fillPath(operations[operation].path, parts.path) + queryString(parts.query);
  const headers = new Headers({
    Accept: `application/json; version=${apiVersion}`,
    Authorization: `Bearer ${connection.token}`,
  });
  for (const [name, value] of Object.entries(parts.headers ?? {})) {
    if (value !== undefined) headers.set(name, value);
  }
  // A redirect must not carry personal data elsewhere, so it is read as an answer and refused.
  const init: RequestInit = { method: operations[operation].method, headers, redirect: 'manual' };
  if (parts.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(parts.body);
  }
  try {
    const { status, text } = await exchange(connection, operation, url, init, options);
    return readAnswer(connection, operation, parts, status, text) as OperationTypes[Id]['response'];
  } catch (error) {
    throw isAmbiguous(error, operation) ? new AmbiguousOutcomeError(error) : error;
  }
}

/** Sends the request and reads the whole answer, within the time. */
async function exchange(
  connection: Connection,
  operation: OperationId,
  url: string,
  init: RequestInit,
  { signal, timeoutMs = connection.timeoutMs }: CallOptions,
): Promise<{ status: number; text: string }> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, timeoutMs);
  try {
    const { fetch } = connection;
    const response = await fetch(url, { ...init, signal: controller.signal });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      throw new ResponseInvalidError({
        operation,
        problem: 'the server answered with a redirect, which is not followed.',
      });
    }
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    if (response.ok && !/^application\/json\b/i.test(contentType)) {
      throw new ResponseInvalidError({
        operation,
        status: response.status,
        problem: 'the answer is not JSON.',
      });
    }
    return { status: response.status, text };
  } catch (error) {
    if (error instanceof ResponseInvalidError) throw error;
    if (signal?.aborted) throw new AbortedError({ operation, problem: 'ended by the signal.' });
    if (controller.signal.aborted) {
      throw new TimeoutError({ operation, problem: `no complete answer within ${timeoutMs} ms.` });
    }
    // The error of fetch is not kept as a cause: a custom fetch may have put the request into it.
    throw new NetworkError({ operation, problem: `no complete answer (${networkReason(error)}).` });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** The system's name for a network failure, such as `ECONNREFUSED`. */
function networkReason(error: unknown): string {
  const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
  const reason = cause?.code ?? code;
  return typeof reason === 'string' && /^[A-Z_]{3,40}$/.test(reason) ? reason : 'network failure';
}

function readAnswer(
  connection: Connection,
  operation: OperationId,
  request: Parts,
  status: number,
  text: string,
): unknown {
  const body = parseJson(text);
  if (status < 200 || status > 299) {
    const secrets = [connection.token, ...valuesAt(request.body, operations[operation].personalData)];
    throw errorFor(operation, status, body, redactor(secrets));
  }
  if (typeof body !== 'object' || body === null) {
    throw new ResponseInvalidError({
      operation,
      status,
      problem: 'the answer is cut short, or is not a JSON object.',
    });
  }
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorFor(
  operation: OperationId,
  status: number,
  body: unknown,
  redact: (text: string) => string,
): TrueworkError {
  const { message, invalid_fields } =
    (body as { error?: { message?: unknown; invalid_fields?: unknown } } | undefined)?.error ?? {};
  const failure = (problem: string): CallFailure =>
    typeof message === 'string'
      ? { operation, status, problem, apiMessage: redact(message) }
      : { operation, status, problem };
  switch (status) {
    case 400: {
      const invalidFields = fieldErrors(invalid_fields, redact);
      const named = fieldPaths(invalidFields).join(', ');
      return new ValidationError(
        failure(named === '' ? 'refused as not valid (400).' : `refused as not valid (400): ${named}.`),
        invalidFields,
      );
    }
    case 401:
      return new AuthenticationError(
        failure('the key was refused (401). Check the token and that it belongs to this environment.'),
      );
    case 403:
      return new PermissionError(failure('not permitted (403).'));
    case 404:
      return new NotFoundError(failure('not found (404).'));
    case 406:
      return new VersionRejectedError(
        failure(
          `version ${apiVersion} was refused (406). The key may be pinned to a newer version of the API.`,
        ),
      );
    case 429:
      return new RateLimitedError(
        failure('too many requests (429). Nothing was done: repeat the call later.'),
      );
    case 451:
      return new FrozenDataError(failure('the person has frozen their data (451).'));
    default:
      return new ServerError(failure(`the server failed (${status}).`));
  }
}

/** The API's field map with every text redacted. Whatever else the server sent is left out. */
function fieldErrors(value: unknown, redact: (text: string) => string): FieldErrors {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]): [string, string[] | FieldErrors] => [
      redact(name),
      Array.isArray(inside)
        ? inside.filter((item) => typeof item === 'string').map(redact)
        : fieldErrors(inside, redact),
    ]),
  );
}

function fieldPaths(fields: FieldErrors): string[] {
  return Object.entries(fields).flatMap(([name, inside]) =>
    Array.isArray(inside) ? [name] : fieldPaths(inside).map((path) => `${name}.${path}`),
  );
}

/** Whether a failure leaves open if the server did the work of a call that must not be repeated. */
function isAmbiguous(
  error: unknown,
  operation: OperationId,
): error is NetworkError | TimeoutError | ServerError | ResponseInvalidError {
  if (operations[operation].retry === 'safe') return false;
  if (error instanceof ServerError) return error.status !== 501;
  return (
    error instanceof NetworkError || error instanceof TimeoutError || error instanceof ResponseInvalidError
  );
}

function fillPath(template: string, values: Record<string, string> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value: unknown = values[name];
    // Dots climb to another route, and an empty id falls through to the list.
    if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
      throw new ConfigurationError(`${name} must be an id: a string that is neither empty nor only dots.`);
    }
    return encodeURIComponent(value);
  });
}

function queryString(query: Parts['query'] = {}): string {
  const set = Object.entries(query).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}
