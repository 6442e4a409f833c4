import type { Attempt, AttemptFacts, BegunResponse, CallState, Hook, ReadResponse } from './call-state.ts';
import { NetworkError, ResponseInvalidError } from './errors.ts';
import { failureReason } from './failure-reason.ts';
import type { Fetch, FetchInit, FetchResponse } from './fetch.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { isControlFlow } from './plug-in.ts';
import { readBytes, type Unread } from './read-bytes.ts';

/**
 * Sends a request once and reads the whole response.
 *
 * @param controller - Aborts the request.
 * @throws {@link NetworkError} or {@link ResponseInvalidError}.
 */
export async function send(
  call: CallState,
  attempt: Attempt,
  controller: AbortController,
): Promise<ReadResponse> {
  const { facts, hook } = attempt;
  // Read on each call, because a test may replace it later.
  const { fetch = globalThis.fetch, maxResponseBytes } = call.settings;
  let response: FetchResponse | undefined;
  let body: Uint8Array | Unread = {
    problem: 'is not a Response of the Fetch API. Check what your fetch returns',
  };
  attempt.isSent = true;
  try {
    response = await fetch(call.prepared.url, initOf(call, hook, controller.signal, fetch));
    attempt.begun = beginningOf(response);
    if (attempt.begun) body = await readBytes(response, attempt.begun.headers, maxResponseBytes);
  } catch (error) {
    throw isControlFlow(error) ? error : asNetworkError(error, facts, response !== undefined);
  }
  const { begun } = attempt;
  if (!begun || 'problem' in body) {
    controller.abort();
    const { problem } = body as Unread;
    throw new ResponseInvalidError({
      ...facts,
      status: begun?.status,
      problem: `the response ${problem}.`,
    });
  }
  attempt.read = { ...begun, bytes: body };
  return attempt.read;
}

function initOf(
  { settings: { rateLimiter }, prepared: { method, headers: own, text }, timeoutMs }: CallState,
  hook: Hook | undefined,
  signal: AbortSignal,
  fetch: Fetch,
): FetchInit {
  // A copy, because the hook keeps its object, which must not receive the key, and a custom fetch may change its argument. Without a hook,
  // a clone is faster than a merge.
  const headers = hook ? { ...hook.headers, ...own } : { ...own };
  const init: FetchInit = { method, headers, redirect: 'manual', signal };
  const isGlobal = fetch === globalThis.fetch;
  if (text !== undefined) {
    // If a connection that it reuses breaks, Deno retries a request whose body is a string, but not one with a Blob. Bun retries a PUT, unless it
    // reuses none.
    init.body = isGlobal && 'Deno' in globalThis ? (new Blob([text]) as unknown as string) : text;
    if ('Bun' in globalThis) init.keepalive = false;
  }
  // Older workers do not know the option, and throw if it is set.
  if ('cache' in Object(globalThis.Request?.prototype)) init.cache = 'no-store';
  if (rateLimiter && !isGlobal) init.acquire = () => rateLimiter.acquire(signal, timeoutMs);
  return init;
}

/** Undefined if it is not a response. */
function beginningOf(response: unknown): BegunResponse | undefined {
  const { status, headers, text } = Object(response) as Partial<FetchResponse>;
  if (typeof status !== 'number' || typeof text !== 'function') return undefined;
  const contentType: unknown = headers?.get('content-type');
  if (headers && (contentType === null || typeof contentType === 'string'))
    return { status, headers, contentType };
  // It may be a promise, which rejects.
  ignoringErrors(() => contentType);
  return undefined;
}

/**
 * The error for whatever fetch rejected with, which is not stored as its cause: a custom fetch may have put the request into it.
 *
 * @param hasBegun - Whether there was a response. Then the request was sent, whatever the code of the error is.
 */
function asNetworkError(error: unknown, facts: AttemptFacts, hasBegun: boolean): NetworkError {
  const { reason, sent: wasSent } = failureReason(error);
  const sent = wasSent || hasBegun;
  const problem = sent
    ? `the connection failed after the request was sent (${reason}).`
    : `could not connect (${reason}). Nothing was sent.`;
  return new NetworkError({ ...facts, problem, reason, sent });
}
