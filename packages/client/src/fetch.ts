/**
 * What sends a request: the global `fetch`, that of `undici` with a dispatcher of your own, or a sandbox's. This is the part of
 * the Fetch API that the client uses.
 *
 * The client reads from what it rejects with whether anything was sent. So one of your own sends a request once, and rejects with
 * nothing but the error of that: if it retried, or threw because a log could not be written after the response, a verification that
 * exists might be taken for one that was never sent.
 */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** What the client asks of {@link Fetch}. */
export interface FetchInit {
  /** In capital letters. */
  method: string;
  /** By lower-case names. */
  headers: Record<string, string>;
  /** JSON. Absent if the operation takes none. */
  body?: string;
  /** Redirects are errors: a person's data must not follow one. */
  redirect: 'manual';
  /** No cache keeps what is about a person. Left out if the platform does not know the option. */
  cache?: 'no-store';
  /** Ends the request. */
  signal: AbortSignal;
}

/** What the client reads of a response. A `Response` of any implementation has it. */
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
  /** A stream, where the platform has one. What is longer than `maxResponseBytes` is not read to its end. */
  readonly body?: unknown;
  /** The body as text. */
  text(): Promise<string>;
  /** The body as bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}
