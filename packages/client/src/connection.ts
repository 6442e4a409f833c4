import { type Clock, pause, setAlarm, systemClock } from './clock.ts';
import { baseUrlOf, checkToken } from './environment.ts';
import {
  AmbiguousOutcomeError,
  type CallError,
  ConfigurationError,
  endedError,
  NetworkError,
  type OperationId,
  type Reconcile,
  ResponseInvalidError,
  type UnknownOutcome,
} from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import type { Check, OrderOptions, TrueworkOptions, Warning } from './options.ts';
import { quietly } from './quietly.ts';
import { sharedRateLimiter } from './rate-limiter.ts';
import { redactor } from './redact.ts';
import { refusal } from './refusal.ts';
import { type Answer, type Answered, asCall, type Call } from './result.ts';
import { readRetryAfter, retryDelay } from './retry.ts';
import type { Poller } from './wait.ts';

/** An operation of the API, as the generated table has it. */
interface Operation {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  readonly retry: 'safe' | 'never';
}

/** What a call sends, and what it takes. */
export interface CallRequest {
  /** The values of the path's parameters, in its order. */
  ids?: readonly string[];
  query?: object | undefined;
  body?: unknown;
  /** What the answer has to be. JSON when absent; of anything else the bytes are the data. */
  mediaType?: string;
  /** Finds what the call left behind where its outcome is not known. Is given the JSON that was sent: the object may have changed since. */
  reconcile?: (failure: UnknownOutcome, text: string) => Reconcile;
}

/** Where in a call something happened. */
interface Place {
  readonly operation: OperationId;
  readonly attempt: number;
  readonly sentMs: number;
  status?: number;
  retryAfterMs?: number | undefined;
}

/** A way to the API that the functions of this package take, made by {@link connect}. Printing it shows no key. */
export interface Connection {
  /** @internal */
  readonly clock: Clock;
  /** @internal Made by the first wait. */
  poller?: Poller;
  /**
   * Makes one call: again after a failure where the operation allows it, within its time.
   *
   * @internal
   */
  call<Data>(operation: Operation, request: CallRequest, options?: OrderOptions): Call<Data>;
}

/**
 * Makes a connection for the functions of this package, such as {@link getVerification}. {@link createTruework} makes its own.
 *
 * @throws {@link ConfigurationError} where an option cannot be used.
 */
export function connect({
  token,
  environment,
  fetch = globalThis.fetch,
  timeoutMs = 60_000,
  deadlineMs = 180_000,
  retries = 2,
  clock = systemClock,
  random = Math.random,
  validation,
  signatures,
  onAttempt,
  onWarning = console.warn,
  rateLimiter: ownLimiter,
}: TrueworkOptions): Connection {
  const baseUrl = baseUrlOf(environment);
  checkToken(token);
  const rateLimiter = ownLimiter ?? sharedRateLimiter(clock, baseUrl + token);
  const warned = new Set<string>();
  const warn = (code: Warning['code'], message: string) => {
    if (warned.size < warned.add(message).size) quietly(() => onWarning({ code, message }));
  };

  async function attempts(
    { id: operation, method, path, retry }: Operation,
    { ids = [], query, body: input, mediaType = json, reconcile }: CallRequest,
    { signal, timeoutMs: limitMs = timeoutMs, deadlineMs: totalMs = deadlineMs, requestSync }: OrderOptions,
    answered: Answered,
  ): Promise<unknown> {
    const url = baseUrl + fillPath(path, ids) + queryString(query);
    const sent = input && JSON.stringify(input);
    if (input) await validation?.request?.(operation, input);
    const deadline = clock.now() + totalMs;
    for (let attempt = 1; ; attempt += 1) {
      if (rateLimiter) {
        const turn = rateLimiter.acquire(signal, deadline);
        if (turn) await turn;
      }
      const sentMs = clock.now();
      if (signal?.aborted || sentMs >= deadline) {
        throw endedError(signal?.aborted, { operation, problem: `no answer within ${totalMs} ms` });
      }
      const at: Place = { operation, attempt, sentMs };
      const added = {};
      const ended =
        onAttempt && quietly(() => onAttempt({ operation, attempt, method, path, headers: added }));
      let failure: CallError | undefined;
      let delay: number | undefined;
      let willRetry = false;
      try {
        const answer = await new Promise<Answer>((resolve, reject) => {
          const controller = new AbortController();
          const stopMs = Math.min(limitMs, deadline - sentMs);
          // Beside the request, because a custom fetch may not heed the signal.
          const stop = setAlarm(clock, stopMs, signal, (byTheSignal) => {
            reject(endedError(byTheSignal, { ...at, problem: `no answer within ${stopMs} ms` }));
            controller.abort();
          });
          (async () => {
            try {
              const response = await fetch(url, {
                method,
                // A copy: what the hook may keep must not get to hold the key.
                headers: {
                  ...added,
                  ...(requestSync && { 'request-sync': requestSync }),
                  accept: `${mediaType}; version=${apiVersion}`,
                  authorization: `Bearer ${token}`,
                  'content-type': json,
                },
                body: sent as string,
                redirect: 'manual',
                signal: controller.signal,
              });
              // Only where they are needed: bytes cost a copy.
              const body = answered.raw ? new Uint8Array(await response.arrayBuffer()) : undefined;
              resolve({ body, response, text: await (body ? new Response(body) : response).text() });
            } catch (error) {
              // Not kept as a cause: a custom fetch may have put the request into it.
              const { cause = error } = Object(error) as { cause?: unknown };
              const [reason] = /^[A-Z_]{3,40}$/.exec(Object(cause).code) ?? ['network'];
              reject(new NetworkError({ ...at, problem: `no answer (${reason}).` }));
            }
            stop();
          })();
        });
        const {
          body,
          text,
          response: { ok, status, headers },
        } = answer;
        at.status = status;
        const data: unknown = ok && mediaType !== json ? body : quietly(() => JSON.parse(text));
        if (!ok) {
          at.retryAfterMs = readRetryAfter(headers, clock.now());
          throw refusal(at, data, redactor(token, input));
        }
        const show = (check: Check) => check.response?.({ ...at, status, headers, body, data, query, warn });
        if (signatures) await show(signatures);
        if (!headers.get('content-type')?.toLowerCase().startsWith(mediaType) || Object(data) !== data) {
          throw new ResponseInvalidError({ ...at, problem: `cut short, or no ${mediaType}.` });
        }
        const isOther = (headers.get('version') ?? apiVersion) !== apiVersion;
        if (isOther || headers.has('deprecation') || headers.has('sunset')) {
          warn('version', `Truework ends version ${apiVersion} or serves another.`);
        }
        if (validation) await show(validation);
        answered.response = answer;
        return data;
      } catch (error) {
        // By what it has, not by its class: a check may come from this package's other module format.
        if (!(error as CallError | undefined)?.operation) throw error;
        failure = error as CallError;
        delay = retryDelay(failure, retry, attempt, retries, random);
        // Not again either where that would be too late.
        willRetry = clock.now() + (delay as number) < deadline;
        if (!willRetry) throw retry === 'safe' ? failure : outcomeOf(failure, at, reconcile, sent as string);
      } finally {
        if (ended) {
          quietly(() =>
            ended({
              status: at.status,
              errorCode: failure?.code,
              willRetry,
              durationMs: clock.now() - sentMs,
            }),
          );
        }
      }
      await pause(clock, delay as number, signal);
    }
  }

  return {
    clock,
    call: <Data>(operation: Operation, request: CallRequest, options: OrderOptions = {}) => {
      const answered: Answered = { raw: signatures || request.mediaType };
      return asCall(attempts(operation, request, options, answered) as Promise<Data>, answered);
    },
  };
}

const json = 'application/json';

/** The error for a call that must not be repeated: after some failures it is not known whether it took effect. */
function outcomeOf(
  failure: CallError,
  at: Place,
  reconcile: CallRequest['reconcile'],
  text: string,
): CallError {
  const { message, status, code } = failure;
  // Refused as the API refuses, or nothing was sent because nothing could be reached. A proxy's 408 may come after the order.
  if (/^(4(0[0-6]|29|51)|501)|ECONNREFUSED|ENOTFOUND/.test((status ?? message) as string)) return failure;
  const cause = failure as UnknownOutcome;
  return new AmbiguousOutcomeError({
    ...at,
    problem: `${code}, may have taken effect: reconcile, do not repeat.`,
    cause,
    reconcile: reconcile?.(cause, text) ?? (() => Promise.reject(cause)),
  });
}

function fillPath(template: string, ids: readonly unknown[]): string {
  let path = template;
  for (const id of ids) {
    const start = path.indexOf('{');
    const end = path.indexOf('}');
    // Dots climb to another route, and an empty id falls through to the list.
    if (typeof id !== 'string' || !id || id === '.' || id === '..') {
      throw new ConfigurationError(`${path.slice(start + 1, end)} must be an id.`);
    }
    path = path.slice(0, start) + encodeURIComponent(id) + path.slice(end + 1);
  }
  return path;
}

function queryString(query: object | undefined): string {
  // Through JSON, which drops what is undefined.
  const text =
    query && String(new URLSearchParams(JSON.parse(JSON.stringify(query)) as Record<string, string>));
  return text ? `?${text}` : '';
}
