import type { Clock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { OperationId } from './errors.ts';
import type { RequestSync } from './generated/types.gen.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { UnreadAnswer } from './unread-answer.ts';

/** What the client and every function of this package need to make calls. */
export interface TrueworkOptions {
  /** A secret API key: `tw_sk_…` for production, `tw_sk_test_…` for a sandbox. Never a publishable key (`tw_pk_…`). */
  token: string;
  /** `'sandbox'`, `'production'`, `'local'` (a local sandbox on its usual port), or a base URL. */
  environment: Environment;
  /**
   * How long one attempt may take, its answer's body included, in milliseconds. A synchronous create waits for its outcome and
   * takes seconds.
   * @defaultValue 60000
   */
  timeoutMs?: number;
  /**
   * How long a call may take with all its attempts and the time between them, in milliseconds.
   * @defaultValue 180000
   */
  deadlineMs?: number;
  /**
   * How many times a call may be sent again: after 429 any call, after other failures only one that is safe to repeat.
   * @defaultValue 2
   */
  retries?: number;
  /**
   * What sends the requests, such as a sandbox's `fetch`.
   * @defaultValue `globalThis.fetch`
   */
  fetch?: typeof globalThis.fetch;
  /**
   * Keeps requests below the API's rate. `false`: nothing does.
   * @defaultValue Ten requests per second, shared by all clients of this process with the same key and environment.
   */
  rateLimiter?: RateLimiter | false;
  /**
   * Checks request bodies before they are sent and answers as they come, such as `standardSchemas(validation)` with
   * `standardSchemas` of `@truework-legacy/client/validation` and `validation` of `@truework-legacy/zod`. Nothing is checked when absent.
   */
  validation?: Check;
  /** Checks the signatures of answers: `signatureVerifier` of `@truework-legacy/client/signatures`. Nothing is checked when absent. */
  signatures?: Check;
  /** Told before each attempt. What it returns is told how the attempt ended. An error of either is thrown by nobody and lost. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook may as well return nothing.
  onAttempt?: (attempt: Attempt) => ((outcome: AttemptOutcome) => void) | void;
  /**
   * Told once of each thing that is not as it should be, and stops nothing.
   * @defaultValue `console.warn`
   */
  onWarning?: (warning: Warning) => void;
  /**
   * Where the time comes from.
   * @defaultValue The system's clock and timers.
   */
  clock?: Clock;
  /**
   * Numbers from 0 to 1, which spread the retries of many clients.
   * @defaultValue `Math.random`
   */
  random?: () => number;
}

/** Looks at what goes out and what comes in. `@truework-legacy/client/validation` and `…/signatures` make one each. */
export interface Check {
  /** Looks at the body of a request before it is sent. Throws a `CallError` where it must not be. */
  request?(operation: OperationId, body: unknown): void | Promise<void>;
  /** Looks at a success before it is returned. Throws a `CallError` where it must not be. */
  response?(answer: CheckedAnswer): void | Promise<void>;
}

/** A success as a {@link Check} sees it. */
export interface CheckedAnswer extends UnreadAnswer {
  /** Which attempt it answers, counted from 1. */
  readonly attempt: number;
  /** When that attempt was sent, in milliseconds since 1970, UTC. */
  readonly sentMs: number;
  /** The query that was sent: with `fields`, an answer holds only these members. */
  readonly query: { readonly fields?: unknown } | undefined;
  /** The body, parsed; of a PDF, its bytes. */
  readonly data: unknown;
  /** Passes a warning on, the first time. */
  readonly warn: (code: Warning['code'], message: string) => void;
}

/** One sending of a request, without anything of the request that is personal or secret. */
export interface Attempt {
  readonly operation: OperationId;
  readonly method: string;
  /** The path as the spec writes it, with the names of its parameters. */
  readonly path: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** Empty. What is put into it, under lower-case names, is sent along, such as `traceparent`. What the API reads stays as it is. */
  readonly headers: Record<string, string>;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  /** HTTP status. Absent where no complete answer came. */
  readonly status?: number | undefined;
  /** The error's `code`. Absent where the attempt succeeded. */
  readonly errorCode?: string | undefined;
  /** Whether the request will be sent again. */
  readonly willRetry: boolean;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** Options of a call that orders. */
export interface OrderOptions extends CallOptions {
  /**
   * `sync` waits for the outcome. Possible only for a create without `target.company`, and for the reverification of such a one.
   * @defaultValue `async`
   */
  requestSync?: RequestSync | undefined;
}

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call. @throws `AbortedError` */
  signal?: AbortSignal | undefined;
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
  readonly message: string;
}
