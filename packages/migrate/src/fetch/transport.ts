import { isObject } from '../fields.ts';
import { fromError } from '../from-error.ts';
import type { FetchLike, FetchLikeInit, FetchLikeResponse } from './fetch-like.ts';
import { readBytes } from './read-bytes.ts';

/** A request of 2023-10-30. */
export interface LaterRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A response of 2023-10-30: its data if it was a success, or else the response to return. */
export type LaterResponse<Data> =
  | { readonly data: Data; readonly response: FetchLikeResponse; readonly failure?: undefined }
  | {
      readonly data?: undefined;
      readonly response?: undefined;
      readonly failure: Response | FetchLikeResponse;
    };

/** Sends requests of 2023-10-30 with the key, signal and options of a request of 2019-10-15. Each is sent once. */
export class Transport {
  /** Whether anything was sent. */
  hasSent = false;
  readonly #fetch: FetchLike | undefined;
  readonly #baseUrl: string;
  readonly #init: FetchLikeInit;
  #failure: unknown = {};

  constructor(fetch: FetchLike | undefined, baseUrl: string, init: FetchLikeInit) {
    this.#fetch = fetch;
    this.#baseUrl = baseUrl;
    this.#init = init;
  }

  async send<Data>(request: LaterRequest): Promise<LaterResponse<Data>> {
    const response = await this.#sendOnce(request);
    const text = new TextDecoder().decode(await readBytes(response));
    if (!response.ok) return { failure: failureOf(response, text) };
    const data = parsed(text);
    // The client reports what is not JSON.
    if (data === undefined) return { failure: responseOf(response.status, text, response) };
    if (!isObject(data)) throw new TypeError('The response is not an object.');
    return { data: data as Data, response };
  }

  /** A response that is not JSON, such as a PDF, without the headers that belong to 2023-10-30. */
  async sendForBytes(request: LaterRequest): Promise<Response> {
    const response = await this.#sendOnce(request);
    const bytes = await readBytes(response);
    if (!response.ok) return failureOf(response, new TextDecoder().decode(bytes));
    return responseOf(response.status, bytes, response);
  }

  async #sendOnce({ method, path, query = {}, body, headers }: LaterRequest): Promise<FetchLikeResponse> {
    const { body: _, ...rest } = this.#init;
    const accept = (rest.headers['accept'] ?? 'application/json').replace('2019-10-15', '2023-10-30');
    const fetch = this.#fetch ?? (globalThis.fetch as FetchLike);
    const init = {
      ...rest,
      method,
      headers: { ...rest.headers, ...headers, accept },
      ...(body !== undefined && { body: bodyOf(JSON.stringify(body), fetch) }),
    };
    const url = `${this.#baseUrl}${path}${queryOf(query)}`;
    if (this.hasSent) await rest.acquire?.();
    try {
      // A call that has ended sends nothing more: its caller may already be creating again. A custom fetch may ignore the signal.
      if (rest.signal.aborted) throw rest.signal.reason;
      this.hasSent = true;
      return await fetch(url, init);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Whether it is the error that a connection failed with before a response began. After that, the request was certainly sent. */
  isFailure(error: unknown): boolean {
    return error === this.#failure;
  }
}

/** An error of 2023-10-30 with the names of 2019-10-15. An error that is not the API's, such as a proxy's, is returned unchanged. */
function failureOf(response: FetchLikeResponse, text: string): Response {
  const error = fromError(parsed(text));
  return error ? json(response.status, error, response) : responseOf(response.status, text, response);
}

/** If a connection that it reuses breaks, Deno retries a request whose body is a string, but not one with a Blob. */
function bodyOf(text: string, fetch: unknown): string {
  const isRepeated = 'Deno' in globalThis && fetch === globalThis.fetch;
  return isRepeated ? (new Blob([text]) as unknown as string) : text;
}

function queryOf(query: NonNullable<LaterRequest['query']>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
  return text && `?${text}`;
}

/** Undefined if it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Headers that are true for the converted response too. The signature is not: it is for the original bytes. */
const sharedHeaders = ['cf-ray', 'content-type', 'date', 'request-id', 'retry-after', 'x-request-id'];

/** A response of 2019-10-15, with the headers of the one that it was made of. */
function responseOf(status: number, body: string | ArrayBuffer, from?: FetchLikeResponse): Response {
  const headers = new Headers();
  for (const name of sharedHeaders) {
    const value = from?.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(body, { status, headers });
}

/** A response of 2019-10-15 with JSON. */
export function json(status: number, data: unknown, from?: FetchLikeResponse): Response {
  const response = responseOf(status, JSON.stringify(data), from);
  response.headers.set('content-type', 'application/json');
  return response;
}
