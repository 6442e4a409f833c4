import type { Settings } from './connection.ts';
import { NetworkError, ResponseInvalidError } from './errors.ts';
import { failureReason } from './failure-reason.ts';
import type { FetchInit, FetchResponse } from './fetch.ts';
import { isControlFlow } from './plug-in.ts';
import { type ReadResponse, readResponse } from './read-response.ts';
import type { AttemptFacts } from './response.ts';

/**
 * Sends a request once and reads the whole response.
 *
 * @param controller - Ends the request.
 * @param needsBytes - Says whether the body's own bytes are needed, beside its text.
 * @param onHeaders - Called when the response has begun.
 * @throws NetworkError or ResponseInvalidError.
 */
export async function send(
  { fetch, maxResponseBytes }: Settings,
  url: string,
  init: Omit<FetchInit, 'cache' | 'redirect' | 'signal'>,
  controller: AbortController,
  facts: AttemptFacts,
  { needsBytes, onHeaders }: { needsBytes(): boolean; onHeaders(response: FetchResponse): void },
): Promise<ReadResponse> {
  let read: ReadResponse | undefined;
  let response: FetchResponse | undefined;
  try {
    const { signal } = controller;
    // Looked up when it is called: a test may replace it later.
    response = await (fetch ?? globalThis.fetch)(url, { ...init, ...noStore(), redirect: 'manual', signal });
    if (isResponse(response)) {
      onHeaders(response);
      read = await readResponse(response, maxResponseBytes, needsBytes(), !fetch);
    }
  } catch (error) {
    throw isControlFlow(error) ? error : asNetworkError(error, facts, Boolean(response));
  }
  if (read) return read;
  controller.abort();
  throw isResponse(response)
    ? invalid(facts, `longer than maxResponseBytes (${maxResponseBytes})`, response.status)
    : invalid(facts, 'no response of the Fetch API: what does your fetch return?');
}

function invalid(facts: AttemptFacts, problem: string, status?: number): ResponseInvalidError {
  return new ResponseInvalidError({ ...facts, status, problem: `the response is ${problem}.` });
}

/** Left out in workers of an older date, which throw at it, and if there is none of the Fetch API but a `fetch` of the caller's. */
function noStore(): { cache?: 'no-store' } {
  return 'cache' in (globalThis.Request?.prototype ?? {}) ? { cache: 'no-store' } : {};
}

function isResponse(response: unknown): response is FetchResponse {
  const { status, headers, text } = Object(response) as Partial<FetchResponse>;
  return typeof status === 'number' && typeof headers?.get === 'function' && typeof text === 'function';
}

/**
 * The error for whatever fetch rejected with. That is not kept as a cause: a custom fetch may have put the request into it.
 *
 * @param hasBegun - Whether there was a response. Then the request was sent, whatever the code says.
 */
function asNetworkError(error: unknown, facts: AttemptFacts, hasBegun: boolean): NetworkError {
  const { reason, sent: wasSent } = failureReason(error);
  const sent = wasSent || hasBegun;
  const problem = sent
    ? `the connection failed before the whole response came (${reason}).`
    : `could not connect, so nothing was sent (${reason}).`;
  return new NetworkError({ ...facts, problem, reason, sent });
}
