import { isRejection, outcomeOf } from './ambiguous-outcome.ts';
import type { Attempt, CallState, Hook, Received } from './call-state.ts';
import { pause } from './clock.ts';
import { endedError } from './ended-error.ts';
import { CallError, ResponseInvalidError } from './errors.ts';
import { allowedHeaders } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { CallRequest, Operation } from './operation.ts';
import type { CallOptions, Check, TrueworkOptions } from './options.ts';
import { isControlFlow, ownErrorOf } from './plug-in.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { checkedOptions, prepareRequest } from './request.ts';
import { isSuccess, receive, rejectionOf } from './response.ts';
import { retryDelay } from './retry.ts';
import { send } from './send.ts';
import type { Settings } from './settings.ts';
import { withinTime } from './time-limit.ts';

/**
 * Makes a call: prepares its request, sends it, and retries it after a failure if the operation allows it.
 *
 * @param received - Stores the response that contained the data.
 */
export async function runCall(
  settings: Settings,
  operation: Operation,
  request: CallRequest,
  options: CallOptions | undefined,
  received: Received,
): Promise<unknown> {
  try {
    const call = begin(settings, operation, request, options);
    if (settings.validation) await validateRequest(call, settings.validation);
    for (let number = 1; ; number += 1) {
      if (settings.rateLimiter) await takeTurn(call, settings.rateLimiter);
      const attempt = startAttempt(call, number);
      try {
        const data = await exchange(call, attempt);
        received.read = attempt.read;
        request.received?.(data);
        report(call, attempt, false);
        return data;
      } catch (error) {
        const { failure, inMs } = retryAfter(call, attempt, error);
        await pause(settings.clock, inMs, call.signal).catch(() => {
          throw failure;
        });
      }
    }
  } catch (error) {
    const problem =
      'code that was plugged in threw before the request was sent. Check the clock and the signal.';
    throw ownErrorOf(error, `${operation.id}: ${problem}`);
  }
}

function begin(
  settings: Settings,
  operation: Operation,
  request: CallRequest,
  given: CallOptions | undefined,
): CallState {
  const options = checkedOptions(operation, request, given);
  const prepared = prepareRequest(settings, operation, request, options);
  // None of the checked options is undefined.
  const all = options ? { ...settings, ...(options as object) } : settings;
  const { signal, timeoutMs, retries, deadlineMs }: Settings & Pick<CallOptions, 'signal'> = all;
  const startMs = settings.clock.elapsed();
  return {
    settings,
    operation,
    request,
    prepared,
    signal,
    timeoutMs,
    retries,
    deadlineMs,
    startMs,
  };
}

/** How much time the call has left, in milliseconds. */
function leftMs(
  { settings, deadlineMs, startMs }: CallState,
  nowMs: number = settings.clock.elapsed(),
): number {
  return deadlineMs - (nowMs - startMs);
}

/** Validates the body as the server will read it. */
function validateRequest(call: CallState, validation: Check): Promise<unknown> | undefined {
  const { operation, prepared } = call;
  if (prepared.text === undefined) return undefined;
  const body: unknown = JSON.parse(prepared.text);
  const problem =
    'validation.request() threw, so the request was not sent. To reject a request, throw a CallError.';
  return beforeSending(call, problem, () => validation.request?.(operation.id, body));
}

/** Asks the rate limiter for a turn. */
function takeTurn(call: CallState, rateLimiter: RateLimiter): Promise<unknown> | undefined {
  const problem = 'rateLimiter.acquire() threw, so the request was not sent.';
  return beforeSending(call, problem, () => rateLimiter.acquire(call.signal, leftMs(call)));
}

/**
 * Runs code that was plugged in before the request is sent, within the call's time.
 *
 * @param problem - The message of the error if it throws.
 */
function beforeSending(call: CallState, problem: string, run: () => unknown): Promise<unknown> | undefined {
  const { settings, operation, signal } = call;
  const fail = (error: unknown): never => {
    throw ownErrorOf(error, `${operation.id}: ${problem}`);
  };
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    fail(error);
  }
  // Without a promise, a timer would be wasted.
  if (result === undefined) return undefined;
  const done = Promise.resolve(result).catch(fail);
  // If the clock fails, nothing else handles its rejection.
  ignoringErrors(() => done);
  const limit = { clock: settings.clock, milliseconds: leftMs(call), signal };
  return withinTime({ ...limit, ended: (byTheSignal) => ended(call, byTheSignal) }, () => done);
}

/** The error of a call that ended before its request was sent. */
function ended({ operation, deadlineMs }: CallState, byTheSignal: boolean): CallError {
  const problem = `the deadline of ${deadlineMs} ms passed before the request was sent`;
  return endedError(byTheSignal, { operation: operation.id, problem });
}

/** Begins an attempt. @throws If the call has ended. */
function startAttempt(call: CallState, number: number): Attempt {
  const { settings, operation, signal } = call;
  const startMs = settings.clock.elapsed();
  if (signal?.aborted) throw ended(call, true);
  if (leftMs(call, startMs) <= 0) throw ended(call, false);
  const hook = settings.onAttempt && startHook(settings.onAttempt, operation, number);
  return { facts: { operation: operation.id, attempt: number }, startMs, hook, isSent: false };
}

/** Calls `onAttempt`, and reads the headers and the callback that it returns. */
function startHook(
  onAttempt: NonNullable<TrueworkOptions['onAttempt']>,
  { id, method, path }: Operation,
  attempt: number,
): Hook {
  const added: Record<string, string> = {};
  const onEnd = ignoringErrors(() => onAttempt({ operation: id, attempt, method, path, headers: added }));
  // If it is not a function, calling it throws, which is ignored.
  return { headers: ignoringErrors(() => allowedHeaders(added)), onEnd: onEnd as Hook['onEnd'] };
}

/** Calls the callback of `onAttempt` at the end of an attempt. */
function report(call: CallState, attempt: Attempt, willRetry: boolean, failure?: CallError): void {
  const { hook, read, startMs } = attempt;
  if (!hook) return;
  ignoringErrors(() => {
    const durationMs = call.settings.clock.elapsed() - startMs;
    return hook.onEnd({ status: read?.status, errorCode: failure?.code, willRetry, durationMs });
  });
}

/** Sends the request once and reads the data of its response, within the time of the attempt and of the call. */
function exchange(call: CallState, attempt: Attempt): Promise<unknown> {
  const { settings, signal } = call;
  const { clock } = settings;
  const { facts } = attempt;
  // onAttempt may have aborted the call.
  if (signal?.aborted) throw ended(call, true);
  const milliseconds = Math.min(call.timeoutMs, leftMs(call, attempt.startMs));
  const late = (byTheSignal: boolean) => {
    const problem = `no complete response within ${Math.ceil(milliseconds)} ms`;
    return endedError(byTheSignal, { ...facts, problem });
  };
  return withinTime({ clock, milliseconds, signal, ended: late }, (controller) => {
    const sending = send(call, attempt, controller);
    // Not earlier: Next.js takes a page for static if it reads the time before it fetches anything.
    facts.sentMs = ignoringErrors(() => clock.now());
    return receive(call, attempt, sending);
  });
}

/**
 * When to retry after a failure.
 *
 * @throws The error of the call if it must not be retried.
 */
function retryAfter(
  call: CallState,
  attempt: Attempt,
  error: unknown,
): { readonly failure: CallError; readonly inMs: number } {
  const failure = rejectionByStatus(call, attempt) ?? asCallError(error, attempt);
  // A failing clock or `random` must not replace the failure.
  const inMs = failure && ignoringErrors(() => delayBeforeRetry(call, failure, attempt));
  report(call, attempt, inMs !== undefined, failure);
  if (!failure) throw error;
  if (inMs === undefined) throw finalError(call, failure, attempt);
  return { failure, inMs };
}

/**
 * How long to wait before the next attempt, in milliseconds. Undefined if the call is not retried, for example because it would be too
 * late, or because the server did the work, and a check rejected the response with an error that looks like a temporary one.
 */
function delayBeforeRetry(call: CallState, failure: CallError, { facts, read }: Attempt): number | undefined {
  const { settings, operation, retries } = call;
  if (isSuccess(read)) return undefined;
  const delay = retryDelay(failure, operation.retry, facts.attempt, retries, settings.random);
  return delay !== undefined && delay < leftMs(call) ? delay : undefined;
}

/** The failure as an error of this package. Undefined for a framework's control flow, and if nothing was sent. */
function asCallError(error: unknown, { isSent, facts }: Attempt): CallError | undefined {
  if (isControlFlow(error) || !isSent) return undefined;
  if (error instanceof CallError) return error;
  return new ResponseInvalidError({
    ...facts,
    problem: 'code that was plugged in threw after the request was sent.',
  });
}

/** The error of an incomplete response, if its status alone proves that the API rejected a call that must not be repeated. */
function rejectionByStatus(call: CallState, attempt: Attempt): CallError | undefined {
  const { begun, read } = attempt;
  if (!begun || read || call.operation.retry === 'safe' || !isRejection(begun.status, false))
    return undefined;
  return rejectionOf(call, attempt, { ...begun, bytes: new Uint8Array() });
}

/** The error that the call throws. For a call that must not be repeated, it says whether the call may have taken effect. */
function finalError(
  { operation, request, prepared }: CallState,
  failure: CallError,
  { facts, startMs, read }: Attempt,
): CallError {
  if (operation.retry === 'safe') return failure;
  const sent = { elapsedMs: startMs, nowMs: facts.sentMs };
  const reconcile = ignoringErrors(() => request.reconcile?.(prepared.text as string, sent));
  return outcomeOf(failure, isSuccess(read), reconcile);
}
