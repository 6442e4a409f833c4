import type { ApiRequest, ApiResponse } from './api-request.ts';
import { tenantId } from './tenant-name.ts';

/** A request and its response, as the API passes them to the log. */
export interface Call {
  /** Milliseconds since 1970, UTC, on the clock of the response. */
  atMs: number;
  /** The bearer key. Undefined if the request had no valid one. */
  key: string | undefined;
  request: ApiRequest;
  /** Id of the operation. Undefined if the path has no such operation. */
  operation: string | undefined;
  response: ApiResponse;
  /** Name of the fault that was applied. */
  fault: string | undefined;
  /** How long the response took. */
  milliseconds: number;
}

/** A request without its key and without personal data, so that you can log it anywhere. */
export interface LoggedRequest {
  /** On the clock of the key, milliseconds since 1970, UTC. */
  atMs: number;
  /** Identifies the key without revealing it. Undefined if the request had no valid key. */
  tenant: string | undefined;
  /** Method of the request, in capitals. */
  method: string;
  /** Id of the operation. Undefined if the path has no such operation. */
  operation: string | undefined;
  /** Status of the response. 0 if the connection was cut before it. */
  status: number;
  /** Name of the fault that was applied. */
  fault: string | undefined;
  /** How long the sandbox worked on it, in real milliseconds. */
  milliseconds: number;
}

/** What may be reported about a call everywhere. */
export function loggedRequest({
  atMs,
  key,
  request,
  operation,
  response,
  fault,
  milliseconds,
}: Call): LoggedRequest {
  return {
    atMs,
    tenant: key === undefined ? undefined : tenantId(key),
    method: request.method,
    operation,
    status: statusOf(response),
    fault,
    milliseconds,
  };
}

/** A call in the log. */
export interface LoggedCall extends Omit<Call, 'request' | 'response'> {
  /** Counted from 1 over all keys. */
  id: number;
  method: string;
  /** Path and query as they were sent. */
  target: string;
  /** Those of the request's headers that say something, by name; never the key. */
  headers: Record<string, string>;
  body: LoggedBody;
  /** Status of the response. 0 if the connection was cut before it. */
  status: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: LoggedBody;
}

/** A body. Undefined if there was no body; its length if it was too large to store. */
export type LoggedBody = string | Uint8Array | number | undefined;

type Listener = (call: Call) => unknown;

const callsPerKey = 100;
const keyLimit = 200;
/** Over all keys. */
const byteLimit = 16 * 1024 * 1024;
/** What a call takes beside what it says. */
const bytesPerCall = 1024;
const largestBodyBytes = 64 * 1024;
const shownHeaders = ['accept', 'content-type', 'origin', 'request-sync', 'user-agent', 'x-sandbox-fault'];

/**
 * The last calls, in memory: 100 of a key, of 200 keys, 16 MB in all. It contains personal data, which must be hidden before it is shown.
 */
export class RequestLog {
  readonly #isStored: boolean;
  #lastId = 0;
  #bytes = 0;
  readonly #byKey = new Map<string | undefined, LoggedCall[]>();
  /** The calls of all keys, oldest first. */
  readonly #all = new Set<LoggedCall>();
  readonly #listeners = new Set<Listener>();

  /** @param isStored - Whether anybody can look at the calls. If not, none of them is stored. */
  constructor(isStored = true) {
    this.#isStored = isStored;
  }

  /** Stores a call, and forgets the oldest of its key, and of all. */
  add(call: Call): void {
    for (const listener of this.#listeners) notify(listener, call);
    if (!this.#isStored) return;
    this.#lastId += 1;
    const logged = loggedCall(this.#lastId, call);
    const calls = this.#of(call.key);
    calls.push(logged);
    this.#all.add(logged);
    this.#bytes += sizeOf(logged);
    if (calls.length > callsPerKey) this.#forget(calls[0] as LoggedCall);
    for (const oldest of this.#all) {
      if (this.#bytes <= byteLimit) break;
      this.#forget(oldest);
    }
  }

  /** The calls of a key, which from now on is the one that was used last. */
  #of(key: string | undefined): LoggedCall[] {
    const calls = this.#byKey.get(key) ?? [];
    // The keys that were not used for the longest time come first, and are forgotten first.
    this.#byKey.delete(key);
    this.#byKey.set(key, calls);
    if (this.#byKey.size > keyLimit) this.clear(this.#byKey.keys().next().value);
    return calls;
  }

  #forget(call: LoggedCall): void {
    this.#bytes -= sizeOf(call);
    this.#all.delete(call);
    const calls = this.#byKey.get(call.key) as LoggedCall[];
    calls.splice(calls.indexOf(call), 1);
    if (calls.length === 0) this.#byKey.delete(call.key);
  }

  /** The calls of a key, newest first; undefined for those without a valid key. */
  list(key: string | undefined): LoggedCall[] {
    return (this.#byKey.get(key) ?? []).toReversed();
  }

  /** Forgets the calls of a key. */
  clear(key: string | undefined): void {
    for (const call of this.list(key)) this.#forget(call);
  }

  /** Keys with calls in the log, the last used first. */
  keys(): string[] {
    return [...this.#byKey.keys()].filter((key) => key !== undefined).toReversed();
  }

  /** Has a function called with every call from now on. Its errors are ignored. */
  subscribe(listener: Listener): void {
    this.#listeners.add(listener);
  }
}

function loggedCall(id: number, call: Call): LoggedCall {
  const { atMs, key, request, operation, response, fault, milliseconds } = call;
  const headers: Record<string, string> = {};
  for (const name of shownHeaders) {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  }
  return {
    id,
    atMs,
    key,
    operation,
    fault,
    milliseconds,
    method: request.method,
    target: request.target,
    headers,
    body: loggedBody(request.body),
    status: statusOf(response),
    responseHeaders: response.headers,
    responseBody: loggedBody(response.body),
  };
}

/** 0 if the connection is cut before the response. */
function statusOf({ status, transport }: ApiResponse): number {
  return transport?.after === 'headers' ? 0 : status;
}

function loggedBody(body: string | Uint8Array | undefined): LoggedBody {
  return body !== undefined && body.length > largestBodyBytes ? body.length : body;
}

async function notify(listener: Listener, call: Call): Promise<void> {
  try {
    await listener(call);
  } catch (error) {
    console.error('A listener for requests of the sandbox failed.', error);
  }
}

/** About what a call takes in memory, in bytes. */
function sizeOf({ target, headers, body, responseHeaders, responseBody }: LoggedCall): number {
  const texts = [target, ...Object.values(headers), ...Object.values(responseHeaders)];
  return bytesPerCall + texts.join('').length + lengthOf(body) + lengthOf(responseBody);
}

/** Of a body that is stored. */
function lengthOf(body: LoggedBody): number {
  return typeof body === 'number' || body === undefined ? 0 : body.length;
}
