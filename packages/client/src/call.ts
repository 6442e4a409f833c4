import { isRejection, outcomeOf } from './ambiguous-outcome.ts';
import { aTime, elapsed, pause } from './clock.ts';
import type { CallRequest, Operation, SentAt, Settings } from './connection.ts';
import { CallError, endedError, ResponseInvalidError } from './errors.ts';
import type { FetchResponse } from './fetch.ts';
import { allowedHeaders } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { AttemptOutcome, CallOptions } from './options.ts';
import { isControlFlow, onlyTrueworkErrors } from './plug-in.ts';
import { type PreparedRequest, prepareRequest } from './request.ts';
import { type AttemptFacts, dataOf, rejectionOf } from './response.ts';
import type { Received } from './result.ts';
import { retryDelay } from './retry.ts';
import { send } from './send.ts';
import { type TimeLimit, withinTime } from './time-limit.ts';

/** What a call goes by from its first attempt to its last. */
interface CallState {
  readonly settings: Settings;
  readonly operation: Operation;
  readonly request: CallRequest;
  readonly prepared: PreparedRequest;
  readonly received: Received;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  /** How long a call may take in all, in milliseconds, and how much of that is left. */
  readonly deadlineMs: number;
  readonly leftMs: () => number;
}

/**
 * Makes one call: prepares its request, sends it, and retries it after a failure if the operation allows it.
 *
 * @param received - Where the response is put that the data came in.
 */
export async function runCall(
  settings: Settings,
  operation: Operation,
  request: CallRequest,
  options: CallOptions | undefined,
  received: Received,
): Promise<unknown> {
  const problem = `${operation.id}: something plugged in failed, and nothing came of the call. Is it the clock or the signal?`;
  return await onlyTrueworkErrors(problem, () => attempts(settings, operation, request, options, received));
}

async function attempts(
  settings: Settings,
  operation: Operation,
  request: CallRequest,
  options: CallOptions | undefined,
  received: Received,
): Promise<unknown> {
  const prepared = prepareRequest(settings, operation, request, options);
  const { clock } = settings;
  const { signal, timeoutMs = settings.timeoutMs, retries = settings.retries } = options ?? {};
  const { deadlineMs = settings.deadlineMs } = options ?? {};
  const startMs = elapsed(clock);
  const leftMs = () => deadlineMs - (elapsed(clock) - startMs);
  const state: CallState = {
    ...{ settings, operation, prepared, received, request: { ...request, query: prepared.query } },
    ...{ signal, timeoutMs, retries, deadlineMs, leftMs },
  };
  await validateRequest(state);
  for (let attempt = 1; ; attempt += 1) {
    await takeTurn(state);
    if (signal?.aborted || leftMs() <= 0) throw ended(state, signal?.aborted ?? false);
    const outcome = await tryOnce(state, attempt);
    if ('data' in outcome) return outcome.data;
    await pause(clock, outcome.retryInMs, signal).catch(() => {
      throw outcome.failure;
    });
  }
}

/** Has a body checked as the server will read it. */
async function validateRequest(state: CallState): Promise<void> {
  const { settings, operation, prepared } = state;
  const { validation } = settings;
  if (!validation?.request || prepared.text === undefined) return;
  const body: unknown = JSON.parse(prepared.text);
  const run = () => validation.request?.(operation.id, body);
  const problem = `${operation.id}: validation failed, so nothing was sent. Does its request() throw?`;
  await beforeDeadline(state, onlyTrueworkErrors(problem, run));
}

/** Asks the rate limiter for a turn. */
async function takeTurn(state: CallState): Promise<void> {
  const { settings, operation, signal, leftMs } = state;
  const { rateLimiter } = settings;
  if (!rateLimiter) return;
  let turn: unknown;
  const acquire = () => {
    turn = rateLimiter.acquire(signal, leftMs());
    return turn;
  };
  const problem = `${operation.id}: rateLimiter.acquire() failed, so the request was not sent.`;
  const asked = onlyTrueworkErrors(problem, acquire);
  // An alarm costs more than a turn that is free.
  await (turn === undefined ? asked : beforeDeadline(state, asked));
}

/** Waits for something plugged in before anything is sent, but not beyond the end of the call. */
function beforeDeadline<Value>(state: CallState, promise: PromiseLike<Value>): Promise<Value> {
  // It rejects unheard if the clock fails.
  ignoringErrors(() => promise);
  const { settings, leftMs, signal } = state;
  const limit = { clock: settings.clock, milliseconds: leftMs(), signal };
  return withinTime({ ...limit, ended: (byTheSignal) => ended(state, byTheSignal) }, () => promise);
}

/** The error for a call that ended before it was sent. */
function ended({ operation, deadlineMs }: CallState, byTheSignal: boolean): CallError {
  const problem = `nothing was sent within ${deadlineMs} ms`;
  return endedError(byTheSignal, { operation: operation.id, problem });
}

type Outcome = { readonly data: unknown } | { readonly retryInMs: number; readonly failure: CallError };

/** How far an attempt came. */
interface Progress {
  isSent: boolean;
  /** What has begun to come. */
  begun?: FetchResponse;
  /** Absent if no complete response came. */
  status?: number;
  isSuccess: boolean;
}

/** One attempt: its data, or how long to wait before the next one. Throws the failure if there is to be none. */
async function tryOnce(state: CallState, attempt: number): Promise<Outcome> {
  const { settings, operation } = state;
  const { clock } = settings;
  const startMs = elapsed(clock);
  const facts: AttemptFacts = { operation: operation.id, attempt };
  const { headers, onEnd } = startHook(state, attempt);
  const report = (outcome: Omit<AttemptOutcome, 'durationMs'>) =>
    onEnd && ignoringErrors(() => onEnd({ ...outcome, durationMs: elapsed(clock) - startMs }));
  const progress: Progress = { isSent: false, isSuccess: false };
  try {
    const data = await exchange(state, facts, headers, progress);
    report({ status: progress.status, willRetry: false });
    return { data };
  } catch (error) {
    const failure = rejectionByStatus(state, facts, progress) ?? asCallError(error, facts, progress);
    // A clock or a source of numbers that fails is no reason to lose what is known.
    const retryInMs = failure && ignoringErrors(() => delayBeforeRetry(state, failure, attempt));
    report({ status: progress.status, errorCode: failure?.code, willRetry: retryInMs !== undefined });
    if (!failure) throw error;
    if (retryInMs !== undefined) return { retryInMs, failure };
    throw finalError(state, failure, progress, { elapsedMs: startMs, nowMs: facts.sentMs });
  }
}

/** Sends the request once, and takes the data out of the response, all of it in the time that there is. */
function exchange(
  state: CallState,
  facts: AttemptFacts,
  headers: Record<string, string>,
  progress: Progress,
): Promise<unknown> {
  const { settings, operation, request, prepared, received, signal } = state;
  const body = prepared.text !== undefined && { body: prepared.text };
  const milliseconds = Math.min(state.timeoutMs, state.leftMs());
  const problem = `no complete response within ${Math.ceil(milliseconds)} ms`;
  // A copy of the headers: what the hook may keep must not get to hold the key.
  const init = { method: operation.method, headers: { ...headers, ...prepared.headers } };
  const limit: TimeLimit = {
    ...{ clock: settings.clock, milliseconds, signal },
    ended: (byTheSignal) => endedError(byTheSignal, { ...facts, problem }),
  };
  const watch = {
    needsBytes: () => received.needsBytes,
    onHeaders: (response: FetchResponse) => {
      progress.begun = response;
    },
  };
  // The hook may have ended the call.
  if (signal?.aborted) throw ended(state, true);
  return withinTime(limit, async (controller) => {
    progress.isSent = true;
    const sending = send(settings, prepared.url, { ...init, ...body }, controller, facts, watch);
    // Not sooner: a page of Next.js that has read the time before it asks for anything counts as static.
    facts.sentMs = ignoringErrors(() => aTime(settings.clock.now()));
    const read = await sending;
    progress.status = read.response.status;
    progress.isSuccess = read.response.ok;
    if (!progress.isSuccess) throw rejectionOf(settings, facts, prepared, read);
    const data = await dataOf(settings, operation, request, facts, read);
    request.received?.(data);
    received.read = read;
    return data;
  });
}

/** Calls the hook, and keeps what it wants sent and called. */
function startHook(
  { settings: { onAttempt }, operation: { id, method, path } }: CallState,
  attempt: number,
): { headers: Record<string, string>; onEnd?: (outcome: AttemptOutcome) => void } {
  if (!onAttempt) return { headers: {} };
  const added: Record<string, string> = {};
  const onEnd = ignoringErrors(() => onAttempt({ operation: id, attempt, method, path, headers: added }));
  const headers = ignoringErrors(() => allowedHeaders(added)) ?? {};
  return typeof onEnd === 'function' ? { headers, onEnd } : { headers };
}

/** How long to wait before the next attempt. Undefined if there is to be none, also because it would come too late. */
function delayBeforeRetry(
  { settings, operation, retries, leftMs }: CallState,
  failure: CallError,
  attempt: number,
): number | undefined {
  const delay = retryDelay(failure, operation.retry, attempt, retries, settings.random);
  return delay !== undefined && delay < leftMs() ? delay : undefined;
}

/** The failure as an error of this package. Undefined for what a framework steers by, and for what failed before anything was sent. */
function asCallError(error: unknown, facts: AttemptFacts, { isSent }: Progress): CallError | undefined {
  if (isControlFlow(error) || !isSent) return undefined;
  if (error instanceof CallError) return error;
  return new ResponseInvalidError({
    ...facts,
    problem: 'something plugged in failed after the request was sent.',
  });
}

/** The error for a response that did not come whole, if its status alone proves that the API rejected a call that must not be repeated. */
function rejectionByStatus(
  { settings, operation, prepared }: CallState,
  facts: AttemptFacts,
  { begun, status }: Progress,
): CallError | undefined {
  if (!begun || status !== undefined || operation.retry === 'safe') return undefined;
  if (!isRejection(begun.status, false)) return undefined;
  return rejectionOf(settings, facts, prepared, { response: begun, text: '', bytes: undefined });
}

/** What is thrown in the end: of a call that must not be repeated, what became of it. */
function finalError(
  { operation, request, prepared }: CallState,
  failure: CallError,
  { isSuccess }: Progress,
  sent: SentAt,
): CallError {
  if (operation.retry === 'safe') return failure;
  const reconcile = ignoringErrors(() => request.reconcile?.(prepared.text as string, sent));
  return outcomeOf(failure, isSuccess, reconcile);
}
