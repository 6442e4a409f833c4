/** What sends a request: the part of the Fetch API that the client uses. */
export type FetchLike = (url: string, init: FetchLikeInit) => PromiseLike<FetchLikeResponse>;

/** What a request is sent with. */
export interface FetchLikeInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  cache?: 'no-store';
  signal: AbortSignal;
}

/** What is read of a response. */
export interface FetchLikeResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A request of 2023-10-30. */
export interface LaterRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A response of 2023-10-30: its data if it was a success, and what to hand on if it was not. */
export type LaterResponse<Data> =
  | { readonly data: Data; readonly response: FetchLikeResponse; readonly failure?: undefined }
  | {
      readonly data?: undefined;
      readonly response?: undefined;
      readonly failure: Response | FetchLikeResponse;
    };

/** Sends requests of 2023-10-30 with the key, signal and options of a request of 2019-10-15. Each is sent once. */
export interface Transport {
  send<Data>(request: LaterRequest): Promise<LaterResponse<Data>>;
  /** The response as it is. */
  sendRaw(request: LaterRequest): Promise<FetchLikeResponse>;
  /** Whether anything was sent. */
  readonly hasSent: boolean;
  /** Whether it is the error that the connection failed with. */
  isFailure(error: unknown): boolean;
}

export function transportOf(
  fetch: FetchLike | undefined,
  baseUrl: string,
  init: FetchLikeInit,
  failureOf: (response: FetchLikeResponse, text: string) => Response,
): Transport {
  let hasSent = false;
  const failures: unknown[] = [];
  const connected = async <Result>(promise: PromiseLike<Result>): Promise<Result> => {
    try {
      return await promise;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  const sendRaw = async ({ method, path, query = {}, body, headers }: LaterRequest) => {
    const { body: _, ...rest } = init;
    const accept = (init.headers['accept'] ?? 'application/json').replace('2019-10-15', '2023-10-30');
    const sent = {
      ...rest,
      method,
      headers: { ...init.headers, ...headers, accept },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    hasSent = true;
    const url = `${baseUrl}${path}${queryOf(query)}`;
    return await connected((fetch ?? (globalThis.fetch as FetchLike))(url, sent));
  };
  return {
    sendRaw,
    get hasSent() {
      return hasSent;
    },
    isFailure: (error) => failures.includes(error),
    async send<Data>(request: LaterRequest): Promise<LaterResponse<Data>> {
      const response = await sendRaw(request);
      const text = await connected(response.text());
      if (!response.ok) return { failure: failureOf(response, text) };
      const data = parsed(text);
      // What is no JSON is for the client to call invalid, in its own words.
      if (data === undefined) return { failure: responseOf(response.status, text, response) };
      return { data: data as Data, response };
    },
  };
}

function queryOf(query: NonNullable<LaterRequest['query']>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
  return text && `?${text}`;
}

/** Undefined if it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Headers that hold for the converted response as well. The signature does not: it is of the bytes that came. */
const keptHeaders = ['date', 'retry-after', 'content-type'];

/** A response of 2019-10-15, with the headers of the one that it was made of. */
export function responseOf(status: number, text: string, from?: FetchLikeResponse): Response {
  const headers = new Headers();
  for (const name of keptHeaders) {
    const value = from?.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(text, { status, headers });
}

/** A response of 2019-10-15 with JSON. */
export function json(status: number, data: unknown, from?: FetchLikeResponse): Response {
  const response = responseOf(status, JSON.stringify(data), from);
  response.headers.set('content-type', 'application/json');
  return response;
}
