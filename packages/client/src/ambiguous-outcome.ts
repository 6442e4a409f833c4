import {
  AmbiguousOutcomeError,
  type CallError,
  NetworkError,
  type Reconcile,
  type UnknownOutcome,
} from './errors.ts';
import { errorStatuses } from './generated/api.gen.ts';

// Decides whether a failed call may have taken effect. A call that must not be repeated ends in one of three ways: nothing was sent, the
// API rejected it, or its outcome is unknown.

/** Statuses about the message itself: its length, media type or headers. Whatever receives the message first sends them. */
const aboutTheMessage: readonly number[] = [413, 414, 415, 431];

/** Documented, and sent before any work although it is not a 4xx. A retry would not help. */
export const notImplemented = 501;

/**
 * Whether a response proves that the API rejected the request before doing any work: it has the API's own error body, a documented status,
 * or a status about the message itself. Any other 4xx may come from a proxy that had already forwarded the request.
 *
 * @param isApiError - Whether the body has the shape of the API's errors.
 */
export function isRejection(status: number, isApiError: boolean): boolean {
  if (status === notImplemented) return true;
  return is4xx(status) && (isApiError || errorStatuses.includes(status) || aboutTheMessage.includes(status));
}

function is4xx(status: number): boolean {
  return status >= 400 && status <= 499;
}

/** Whether no part of the request left this machine. */
function wasNotSent(failure: CallError): boolean {
  return failure instanceof NetworkError && !failure.sent;
}

/** Why the outcome is unknown. Any other error is of a check that was plugged in. */
const happened: Readonly<Record<UnknownOutcome['code'], string>> = {
  network: 'the connection failed after the request was sent',
  timeout: 'no complete response arrived in time',
  aborted: 'the signal aborted the call after the request was sent',
  server: 'the server responded with an error',
  'response-invalid': 'the response was not valid',
  'signature-invalid': 'the signature of the response was not valid',
};

/** Whether the API rejected the request before doing any work. Of any other 4xx, {@link isRejection} made a ServerError. */
function wasRejected({ status, code }: CallError): boolean {
  return status === notImplemented || (is4xx(Number(status)) && !Object.hasOwn(happened, code));
}

/**
 * The error of a call that must not be repeated, and failed after it began.
 *
 * @param isSuccess - Whether the server responded with a success. Then it did the work, even if a check rejected the response.
 * @param reconcile - Finds the verification that the call may have created. Absent if the call creates none.
 */
export function outcomeOf(failure: CallError, isSuccess: boolean, reconcile?: Reconcile): CallError {
  if (!isSuccess && (wasNotSent(failure) || wasRejected(failure))) return failure;
  const { operation, status, attempt, requestTime, retryAfterMs, headers } = failure;
  const { reason } = failure as Partial<NetworkError>;
  const cause = failure as UnknownOutcome;
  const detail = reason ?? (cause.code === 'server' && status);
  const advice = reconcile
    ? 'the verification may exist. Call error.reconcile() before retrying.'
    : 'the call may have taken effect. Check before retrying.';
  return new AmbiguousOutcomeError({
    ...{ operation, status, attempt, requestTime, retryAfterMs, headers, cause },
    problem: `${happened[cause.code] ?? 'a check rejected the response'}${detail ? ` (${detail})` : ''}; ${advice}`,
    reconcile: reconcile ?? (() => Promise.reject(cause)),
  });
}
