/**
 * The part of the Fetch API that the client uses: the global `fetch`, the `fetch` of `undici` with your own dispatcher, or a sandbox's.
 *
 * The client derives from the error whether anything was sent. So your own `fetch` must send a request once, and reject only with the error
 * of that. If it retried, or threw after the response because a log could not be written, the client could take a create that succeeded for
 * one that was never sent.
 */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** What the client passes to {@link Fetch}. */
export interface FetchInit {
  /** HTTP method, in upper case. */
  method: string;
  /** Headers by lower-case name. */
  headers: Record<string, string>;
  /** JSON. Absent if the operation takes no body. */
  body?: string;
  /** Redirects are errors: personal data must not follow one. */
  redirect: 'manual';
  /** Personal data must not be cached. Absent if the platform does not know the option. */
  cache?: 'no-store';
  /** In Bun, with a body: it must not reuse a connection, because it retries a PUT if that breaks. Absent elsewhere. */
  keepalive?: false;
  /** Aborts the request. */
  signal: AbortSignal;
  /**
   * Takes a turn of the client's rate limiter. If your own `fetch` sends several requests, call it before each but the first, and await what
   * it returns. Absent without a rate limiter, and for the global `fetch`.
   */
  acquire?: () => PromiseLike<unknown> | undefined;
}

/** The part of a `Response` that the client reads. */
export interface FetchResponse {
  /** Whether the status is from 200 to 299. */
  readonly ok: boolean;
  /** HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: {
    /** The value of a header. Null if it is absent. */
    get(name: string): string | null;
  };
  /** A stream, if the platform has one. The client stops reading after `maxResponseBytes`. */
  readonly body?: unknown;
  /** The body as text. */
  text(): Promise<string>;
  /** The body as bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}
