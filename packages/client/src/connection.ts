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
import { allowedHeaders, headersRule } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions, TrueworkOptions } from './options.ts';
import { sharedRateLimiter } from './rate-limiter.ts';
import { asCall, type Call, type Received } from './result.ts';
import type { Settings } from './settings.ts';
import { withoutUndefined } from './without-undefined.ts';

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
