import { runCall } from './call.ts';
import type { Received } from './call-state.ts';
import {
  aFunction,
  anything,
  checkOptions,
  count,
  hasMethods,
  milliseconds,
  type OptionRule,
  objectWith,
} from './check-options.ts';
import { type Clock, steadyClock, systemClock } from './clock.ts';
import { baseUrlOf, checkToken } from './environment.ts';
import { allowedHeaders, headersRule, json } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions, TrueworkOptions } from './options.ts';
import { sharedRateLimiter } from './rate-limiter.ts';
import { asCall, type Call } from './result.ts';
import type { Settings } from './settings.ts';

/** The first argument of the functions of this package, made by {@link connect}. Printing it does not show the key. */
export interface Connection {
  /**
   * The connection's source of time.
   * @internal
   */
  readonly clock: Clock;
  /**
   * Makes a call, and retries it after a failure if the operation allows it.
   *
   * @internal
   */
  call<Data>(operation: Operation, request: CallRequest, options?: CallOptions): Call<Data>;
}

/** A check that has one of these methods. Both methods must be functions if they are there. */
function check(expected: string, needed: readonly string[]): OptionRule {
  return {
    expected,
    isRight: (value) =>
      needed.some((name) => hasMethods(value, [name])) &&
      ['request', 'response'].every((name) => {
        const part = (value as Record<string, unknown>)[name];
        return part === undefined || typeof part === 'function';
      }),
  };
}

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
  validation: check('standardSchemas(…), or an object with request() or response()', ['request', 'response']),
  // With request() alone, nothing would be verified.
  signatures: check('signatureVerifier(…), or an object with response()', ['response']),
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
  // Read on each call, because a test may replace it later.
  random: () => Math.random(),
} satisfies Partial<Settings>;

/**
 * Makes a connection for the functions of this package, such as {@link getVerification}. Nothing is sent. A bundler then drops the
 * functions that are not used; {@link createTruework} has all of them.
 *
 * @throws {@link ConfigurationError} if an option is invalid.
 * @example
 * ```ts
 * const connection = connect({ token, environment: 'sandbox' });
 * const verification = await getVerification(connection, id);
 * ```
 */
export function connect(options: TrueworkOptions): Connection {
  return connectAs('connect', options);
}

/** @param caller - The function that was called with the options, for the messages. */
export function connectAs(caller: string, options: TrueworkOptions): Connection {
  const given = checkOptions(caller, options, rules);
  const { token, environment, onWarning } = given;
  const clock = given.clock ? steadyClock(given.clock) : systemClock;
  checkToken(token);
  const baseUrl = baseUrlOf(environment, token);
  const own = { authorization: `Bearer ${token}`, 'content-type': json };
  const headers = { ...allowedHeaders(given.headers ?? {}), ...own };
  const settings: Settings = {
    ...defaults,
    rateLimiter: sharedRateLimiter(clock, baseUrl + token),
    ...(given as Partial<Settings>),
    ...{ baseUrl, token, clock, headers, warn: warnOnce(onWarning) },
  };
  return {
    clock,
    call: <Data>(operation: Operation, request: CallRequest, callOptions?: CallOptions) => {
      const received: Received = {};
      return asCall(runCall(settings, operation, request, callOptions, received) as Promise<Data>, received);
    },
  };
}

/** How many different warnings are remembered. Without a limit, a server could fill the memory. */
const mostWarnings = 1_000;

function warnOnce(onWarning: TrueworkOptions['onWarning']): Settings['warn'] {
  const warned = new Set<string>();
  return (code, message) => {
    if (warned.has(message) || warned.size >= mostWarnings) return;
    warned.add(message);
    ignoringErrors(() => (onWarning ?? console.warn)({ code, message }));
  };
}
