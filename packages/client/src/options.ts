import type { Clock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { OperationId } from './errors.ts';
import type { Fetch } from './fetch.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Options of {@link createTruework} and {@link connect}. */
export interface TrueworkOptions {
  /** A secret API key: `tw_sk_…` for production, `tw_sk_test_…` for a sandbox. Never a publishable key (`tw_pk_…`). */
  token: string;
  /**
   * `'sandbox'`, `'production'`, `'local'` (a local sandbox on its default port), or a base URL. The URL must use https; a test key may
   * also be sent over http to this machine, a private address, or a host name without a dot, such as that of a container.
   */
  environment: Environment;
  /**
   * How long one attempt may take, including the body of its response, in milliseconds. A synchronous create takes seconds.
   * @defaultValue 60000
   */
  timeoutMs?: number | undefined;
  /**
   * How long a call may take with all its attempts and the waits between them, in milliseconds.
   * @defaultValue 180000
   */
  deadlineMs?: number | undefined;
  /**
   * How many times a call may be retried. Any call is retried after a 429, other failures only if the call is safe to repeat.
   * @defaultValue 2
   */
  retries?: number | undefined;
  /**
   * The maximum size of a response body, in bytes. A larger one is a `ResponseInvalidError`.
   * @defaultValue 33554432 (32 MiB)
   */
  maxResponseBytes?: number | undefined;
  /**
   * Headers for every request, such as `user-agent`. Must not contain the headers that the client sets (`accept`, `authorization`,
   * `content-type` and `request-sync`) or headers about the connection, such as `content-length`.
   * @defaultValue none
   */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Sends the requests. Pass a sandbox's `fetch` to test against it.
   * @defaultValue `globalThis.fetch`, read for each request.
   */
  fetch?: Fetch | undefined;
  /**
   * Keeps requests below the API's rate limit. `false` turns it off.
   * @defaultValue Ten requests per second, shared by all clients of this process with the same key and environment.
   */
  rateLimiter?: RateLimiter | false | undefined;
  /**
   * Validates request bodies before they are sent, and responses: `standardSchemas(validation)`, with `standardSchemas` of
   * `@truework-legacy/client/validation` and `validation` of `@truework-legacy/zod`.
   * @defaultValue none
   */
  validation?: Check | undefined;
  /**
   * Checks the signatures of responses: `signatureVerifier` of `@truework-legacy/client/signatures`.
   * @defaultValue none
   */
  signatures?: Check | undefined;
  /**
   * Called before each attempt. May return a callback, which is called when the attempt ends. Errors thrown by either are ignored.
   * @defaultValue none
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook may as well return nothing.
  onAttempt?: ((attempt: Attempt) => ((outcome: AttemptOutcome) => void) | void) | undefined;
  /**
   * Called once for each different warning. Errors thrown by it are ignored.
   * @defaultValue `console.warn`
   */
  onWarning?: ((warning: Warning) => void) | undefined;
  /**
   * The source of time. Pass a sandbox's `clock` to move time in tests.
   * @defaultValue The system's clock and timers, including fake timers.
   */
  clock?: Clock | undefined;
  /**
   * Returns a number from 0 to 1, which spreads the retries of many clients over time.
   * @defaultValue `Math.random`
   */
  random?: (() => number) | undefined;
}

/** Checks requests and responses. Made by `standardSchemas` and `signatureVerifier`, or your own. */
export interface Check {
  /**
   * Called with the body of a request before it is sent, as the server will read it. Throw a `CallError` to reject it. If it throws
   * anything else, the call throws a `ConfigurationError`. In both cases, nothing is sent.
   */
  request?(operation: OperationId, body: unknown): void | Promise<void>;
  /**
   * Called with a success response before it is returned. Throw a `CallError` to reject it. If it throws anything else, as `signatures` the
   * call throws a `SignatureInvalidError`; as `validation`, there is a warning, and the response is returned.
   */
  response?(response: ValidatedResponse): void | Promise<void>;
}

/** A response as it was received. */
export interface UnreadResponse {
  /** The operation that was called. */
  readonly operation: OperationId;
  /** HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /** The bytes of the body as `fetch` returns them, without transfer and content encoding. */
  readonly body: Uint8Array | undefined;
}

/** A success response, as a {@link Check} is called with it. */
export interface ValidatedResponse extends UnreadResponse {
  /** Number of the attempt, counted from 1. */
  readonly attempt: number;
  /** When the attempt was sent, in milliseconds since 1970, UTC. */
  readonly sentMs: number;
  /** The query parameters of the request. */
  readonly query:
    | {
        /** The requested fields. All fields if absent. */
        readonly fields?: unknown;
      }
    | undefined;
  /** The parsed body, or the bytes of a PDF. */
  readonly data: unknown;
  /** Reports a warning, once for each message. */
  readonly warn: (code: Warning['code'], message: string) => void;
}

/** An attempt of a call. Contains no personal data and no key. */
export interface Attempt {
  /** The operation of the call. */
  readonly operation: OperationId;
  /** HTTP method, in upper case. */
  readonly method: string;
  /** The path as in the spec, with the names of its parameters. */
  readonly path: string;
  /** Number of the attempt, counted from 1. */
  readonly attempt: number;
  /**
   * Empty. Headers that you add, by lower-case name, are sent, such as `traceparent`. Headers that the client sets cannot be changed, and
   * invalid headers are left out.
   */
  readonly headers: Record<string, string>;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  /** HTTP status. Absent if no complete response arrived. */
  readonly status?: number | undefined;
  /** The error's `code`. Absent if the attempt succeeded. */
  readonly errorCode?: string | undefined;
  /** Whether the request will be retried. */
  readonly willRetry: boolean;
  /** How long the attempt took, in milliseconds. */
  readonly durationMs: number;
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call, which then throws an `AbortedError`. */
  signal?: AbortSignal | undefined;
  /**
   * How many times the call may be retried.
   * @defaultValue The client's `retries`.
   */
  retries?: number | undefined;
  /** Headers for this call. They replace those of the client with the same name. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * How long one attempt may take, in milliseconds.
   * @defaultValue The client's `timeoutMs`.
   */
  timeoutMs?: number | undefined;
  /**
   * How long the call may take with all its attempts and the waits between them, in milliseconds.
   * @defaultValue The client's `deadlineMs`.
   */
  deadlineMs?: number | undefined;
}

/** A problem that does not fail the call. */
export interface Warning {
  /**
   * - `version`: the server served another version, or announced the end of this one (`Deprecation`, `Sunset`).
   * - `signature`: the signature of a response is missing or invalid.
   * - `drift`: a response does not match the spec.
   */
  readonly code: 'version' | 'signature' | 'drift';
  /** What is wrong. Contains no value of the request or of the response. */
  readonly message: string;
}
