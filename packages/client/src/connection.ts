import { runCall } from './call.ts';
import {
  aFunction,
  checkOptions,
  count,
  hasMethods,
  milliseconds,
  type OptionRule,
  objectWith,
} from './check-options.ts';
import { type Clock, steadyClock, systemClock } from './clock.ts';
import { baseUrlOf, checkToken } from './environment.ts';
import type { OperationId, Reconcile } from './errors.ts';
import type { Fetch } from './fetch.ts';
import { allowedHeaders, headersRule } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallOptions, Check, TrueworkOptions, Warning } from './options.ts';
import { type RateLimiter, sharedRateLimiter } from './rate-limiter.ts';
import type { Shape } from './response-shape.ts';
import { asCall, type Call, type Received } from './result.ts';
import { withoutUndefined } from './without-undefined.ts';

/** An operation of the API, as the generated table has it. */
export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  readonly retry: 'safe' | 'never';
  /** The parameters of the query. */
  readonly query: readonly string[];
  /** Options of a call that are sent as headers, with the values that each may have. */
  readonly headers: {
    readonly [option: string]: { readonly name: string; readonly values?: readonly string[] };
  };
  /** What the JSON of the response cannot be without. `nothing`: no body comes. */
  readonly shape: Shape | 'nothing';
}

/** When an attempt was sent, in milliseconds. */
export interface SentAt {
  /** On the clock that does not step. It may stand still while the machine is asleep. */
  readonly elapsedMs: number;
  /** Since 1970, on the clock that somebody may set. Undefined if the clock fails. */
  readonly nowMs: number | undefined;
}

/** What a call sends, and what it takes. */
export interface CallRequest {
  /** The values of the path's parameters, in its order. */
  ids?: readonly unknown[];
  /** Absent beside a body: the query is then among the options. */
  query?: object | undefined;
  /** Absent: the operation takes none. Otherwise the input has to be an object; if it is optional, it may be undefined. */
  body?: { readonly input: unknown; readonly isOptional?: boolean };
  /** Fields of the response that the client itself needs: asked for beside those that the caller asks for. */
  fields?: readonly string[];
  /** What the response has to be. JSON when absent; of anything else the bytes are the data. */
  mediaType?: string;
  /** Called with the data of a success. */
  received?: (data: unknown) => void;
  /**
   * Finds what the call left behind if its outcome is unknown. Called with the JSON that was sent, because the object may have changed
   * since, and with when that was.
   */
  reconcile?: (text: string, sent: SentAt) => Reconcile;
}

/** What every call of a connection has in common. */
export interface Settings {
  readonly baseUrl: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
  /** Absent: `globalThis.fetch`, looked up for each request, because a test or a framework may replace it. */
  readonly fetch?: Fetch | undefined;
  readonly clock: Required<Clock>;
  readonly random: () => number;
  readonly rateLimiter: RateLimiter | false;
  readonly validation?: Check | undefined;
  readonly signatures?: Check | undefined;
  readonly onAttempt?: TrueworkOptions['onAttempt'];
  /** Passes a warning on, the first time. */
  readonly warn: (code: Warning['code'], message: string) => void;
}

/** A way to the API that the functions of this package take, made by {@link connect}. Printing it shows no key. */
export interface Connection {
  /**
   * Where the connection takes the time from.
   * @internal
   */
  readonly clock: Clock;
  /**
   * Makes one call: retries it after a failure if the operation allows it, within its time.
   *
   * @internal
   */
  call<Data>(operation: Operation, request: CallRequest, options?: CallOptions): Call<Data>;
}

const check: OptionRule = {
  expected: 'a check: signatureVerifier(…), standardSchemas(…), or an object with request() or response()',
  isRight: (value) =>
    ['request', 'response'].some((name) => hasMethods(value, [name])) &&
    ['request', 'response'].every((name) => {
      const part = (value as Record<string, unknown>)[name];
      return part === undefined || typeof part === 'function';
    }),
};

/** What nobody has to check here: {@link baseUrlOf} and {@link checkToken} do. */
const anything: OptionRule = { expected: 'anything', isRight: () => true };

const rateLimiter: OptionRule = {
  expected: 'false or an object with acquire()',
  isRight: (value) => value === false || hasMethods(value, ['acquire']),
};

const rules = {
  token: anything,
  environment: anything,
  timeoutMs: milliseconds,
  deadlineMs: milliseconds,
  retries: count(0),
  maxResponseBytes: count(1),
  headers: headersRule,
  fetch: aFunction,
  rateLimiter,
  validation: check,
  signatures: check,
  onAttempt: aFunction,
  onWarning: aFunction,
  clock: objectWith(['now', 'after'], 'a clock with now() and after()'),
  random: aFunction,
};

const defaults = {
  timeoutMs: 60_000,
  deadlineMs: 180_000,
  retries: 2,
  maxResponseBytes: 2 ** 25,
  // Looked up when it is called: a test may replace it later.
  random: () => Math.random(),
} satisfies Partial<Settings>;

/**
 * Makes a connection for the functions of this package, such as {@link getVerification}. {@link createTruework} makes its own.
 *
 * @throws {@link ConfigurationError} if an option cannot be used. Nothing is sent.
 */
export function connect(options: TrueworkOptions): Connection {
  return connectAs('connect', options);
}

/** @param caller - Who was given the options, for the messages. */
export function connectAs(caller: string, options: TrueworkOptions): Connection {
  checkOptions(caller, options, rules);
  const { token, environment, headers, onWarning } = options;
  const clock = options.clock ? steadyClock(options.clock) : systemClock;
  checkToken(token);
  const baseUrl = baseUrlOf(environment, token);
  const settings: Settings = {
    ...defaults,
    rateLimiter: sharedRateLimiter(clock, baseUrl + token),
    ...(withoutUndefined(options) as Partial<Settings>),
    ...{ baseUrl, token, clock, headers: allowedHeaders(headers ?? {}), warn: warnOnce(onWarning) },
  };
  return {
    clock,
    call: <Data>(operation: Operation, request: CallRequest, callOptions?: CallOptions) => {
      const received: Received = {};
      return asCall(runCall(settings, operation, request, callOptions, received) as Promise<Data>, received);
    },
  };
}

/** How many different warnings are remembered, so that a server cannot fill the memory with them. */
const mostWarnings = 1_000;

function warnOnce(onWarning: TrueworkOptions['onWarning']): Settings['warn'] {
  const warned = new Set<string>();
  return (code, message) => {
    if (warned.has(message) || warned.size >= mostWarnings) return;
    warned.add(message);
    ignoringErrors(() => (onWarning ?? console.warn)({ code, message }));
  };
}
