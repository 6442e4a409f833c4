import type { Clock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { OperationId } from './errors.ts';
import type { Fetch } from './fetch.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** What the client and every function of this package need to make calls. Each option is checked as soon as it is given. */
export interface TrueworkOptions {
  /** A secret API key: `tw_sk_…` for production, `tw_sk_test_…` for a sandbox. Never a publishable key (`tw_pk_…`). */
  token: string;
  /**
   * `'sandbox'`, `'production'`, `'local'` (a local sandbox on its usual port), or a base URL: https, or with a test key also http to
   * this machine, a private address, or a host name without a dot, such as a container's.
   */
  environment: Environment;
  /**
   * How long one attempt may take, the body of its response included, in milliseconds. A synchronous create waits for its outcome
   * and takes seconds.
   * @defaultValue 60000
   */
  timeoutMs?: number | undefined;
  /**
   * How long a call may take with all its attempts and the time between them, in milliseconds.
   * @defaultValue 180000
   */
  deadlineMs?: number | undefined;
  /**
   * How many times a call may be retried: any call after 429, after other failures only one that is safe to repeat.
   * @defaultValue 2
   */
  retries?: number | undefined;
  /**
   * How long the body of a response may be, in bytes. A longer one is a `ResponseInvalidError`, and is not read to its end.
   * @defaultValue 33554432, which is 32 MiB
   */
  maxResponseBytes?: number | undefined;
  /**
   * Headers for every request, such as `user-agent`. Not those that the client itself sets: `accept`, `authorization`, `content-type`
   * and `request-sync`; nor those about the connection, such as `content-length`.
   */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * What sends the requests, such as a sandbox's `fetch`.
   * @defaultValue `globalThis.fetch`, as it is when a request is sent.
   */
  fetch?: Fetch | undefined;
  /**
   * Keeps requests below the API's rate. `false`: nothing does.
   * @defaultValue Ten requests per second, shared by all clients of this process with the same key and environment.
   */
  rateLimiter?: RateLimiter | false | undefined;
  /**
   * Checks request bodies before they are sent and responses as they come, such as `standardSchemas(validation)` with
   * `standardSchemas` of `@truework-legacy/client/validation` and `validation` of `@truework-legacy/zod`.
   * @defaultValue none
   */
  validation?: Check | undefined;
  /**
   * Checks the signatures of responses: `signatureVerifier` of `@truework-legacy/client/signatures`.
   * @defaultValue none
   */
  signatures?: Check | undefined;
  /** Called before each attempt. May return a callback, which is called when the attempt ends. Errors of either are ignored. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook may as well return nothing.
  onAttempt?: ((attempt: Attempt) => ((outcome: AttemptOutcome) => void) | void) | undefined;
  /**
   * Called once for each thing that is not as it should be and stops nothing. Its errors are ignored.
   * @defaultValue `console.warn`
   */
  onWarning?: ((warning: Warning) => void) | undefined;
  /**
   * Where the time comes from, such as a sandbox's `clock` in a test.
   * @defaultValue The system's clock and timers, fake ones included.
   */
  clock?: Clock | undefined;
  /**
   * Numbers from 0 to 1, which spread the retries of many clients.
   * @defaultValue `Math.random`
   */
  random?: (() => number) | undefined;
}

/** Looks at what goes out and what comes in. `@truework-legacy/client/validation` and `…/signatures` make one each. */
export interface Check {
  /**
   * Looks at the body of a request before it is sent, as the server will read it. Throws a `CallError` if it must not be sent.
   * Anything else that it throws is a `ConfigurationError`: nothing is sent that could not be checked.
   */
  request?(operation: OperationId, body: unknown): void | Promise<void>;
  /**
   * Looks at a success before it is returned. Throws a `CallError` if it must not be. Whatever else it throws is, as `signatures`, a
   * `SignatureInvalidError`; as `validation`, a warning, and the response is returned.
   */
  response?(response: ValidatedResponse): void | Promise<void>;
}

/** A response as it came, before anything read it. */
export interface UnreadResponse {
  /** The operation that was called. */
  readonly operation: OperationId;
  /** HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: Headers;
  /** The body's bytes, as `fetch` hands them out: without a transfer or content encoding. */
  readonly body: Uint8Array | undefined;
}

/** A success as a {@link Check} sees it. */
export interface ValidatedResponse extends UnreadResponse {
  /** Which attempt it belongs to, counted from 1. */
  readonly attempt: number;
  /** When that attempt was sent, in milliseconds since 1970, UTC. */
  readonly sentMs: number;
  /** The query that was sent: with `fields`, a response has only these fields. */
  readonly query:
    | {
        /** The fields that were asked for. All of them if absent. */
        readonly fields?: unknown;
      }
    | undefined;
  /** The body, parsed; of a PDF, its bytes. */
  readonly data: unknown;
  /** Passes a warning on, the first time. */
  readonly warn: (code: Warning['code'], message: string) => void;
}

/** One sending of a request, without anything of the request that is personal or secret. */
export interface Attempt {
  /** The operation that is called. */
  readonly operation: OperationId;
  /** HTTP method, in capital letters. */
  readonly method: string;
  /** The path as the spec writes it, with the names of its parameters. */
  readonly path: string;
  /** Counted from 1. */
  readonly attempt: number;
  /**
   * Empty. What you put into it, under lower-case names, is sent along, such as `traceparent`. Headers that the client sets stay as
   * they are, and what HTTP does not allow as a header is left out.
   */
  readonly headers: Record<string, string>;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  /** HTTP status. Absent if no complete response came. */
  readonly status?: number | undefined;
  /** The error's `code`. Absent if the attempt succeeded. */
  readonly errorCode?: string | undefined;
  /** Whether the request will be retried. */
  readonly willRetry: boolean;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call. @throws `AbortedError` */
  signal?: AbortSignal | undefined;
  /**
   * How many times the call may be retried.
   * @defaultValue The client's `retries`.
   */
  retries?: number | undefined;
  /** Headers for this call, beside those of the client and before them. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * How long one attempt may take, in milliseconds.
   * @defaultValue The client's `timeoutMs`.
   */
  timeoutMs?: number | undefined;
  /**
   * How long the call may take with all its attempts, in milliseconds.
   * @defaultValue The client's `deadlineMs`.
   */
  deadlineMs?: number | undefined;
}

/** Something that is not as it should be, and stops nothing. */
export interface Warning {
  /**
   * `version`: the server served another version, or announces the end of this one (`Deprecation`, `Sunset`). `signature`: an answer
   * is not signed rightly. `drift`: an answer is not as the spec says.
   */
  readonly code: 'version' | 'signature' | 'drift';
  /** What is not as it should be, without a value of the request or of the response. */
  readonly message: string;
}
