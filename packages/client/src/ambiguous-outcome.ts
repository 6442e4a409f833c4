import {
  AmbiguousOutcomeError,
  type CallError,
  NetworkError,
  type Reconcile,
  ServerError,
  type UnknownOutcome,
} from './errors.ts';
import { errorStatuses } from './generated/api.gen.ts';

// "Was it ordered?": the one place that decides it. A call that must not be repeated ends in one of three ways: nothing was sent,
// the API rejected it, or nobody knows.

/** Rejections of the message itself, by whoever reads it first: its length, its media type, its headers. */
const aboutTheMessage: readonly number[] = [413, 414, 415, 431];

/** Documented, and comes before any work although it is no 4xx. */
const notImplemented = 501;

/**
 * Whether a response proves that the request was rejected, so that nothing came of it: the API's own error body, a status that it
 * documents, or a rejection of the message itself. Any other 4xx may be a proxy's, which may have passed the request on before.
 *
 * @param isApiError - Whether the body is an error of the API's own form.
 */
export function isRejection(status: number, isApiError: boolean): boolean {
  if (status === notImplemented) return true;
  if (status < 400 || status > 499) return false;
  return isApiError || errorStatuses.includes(status) || aboutTheMessage.includes(status);
}

/** Whether nothing of the request left this machine. */
function wasNotSent(failure: CallError): boolean {
  return failure instanceof NetworkError && !failure.sent;
}

/** Codes of the errors of which {@link isRejection} is true. */
const rejections: readonly string[] = [
  'validation',
  'authentication',
  'permission',
  'not-found',
  'version-rejected',
  'rate-limited',
  'frozen-data',
  'request-rejected',
];

/** Whether the API rejected the request before it did any work. */
function wasRejected(failure: CallError): boolean {
  return (
    rejections.includes(failure.code) || (failure instanceof ServerError && failure.status === notImplemented)
  );
}

/** What left the outcome unknown, in words. */
const happened: Readonly<Record<UnknownOutcome['code'], string>> = {
  network: 'the connection failed after the request was sent',
  timeout: 'no complete response arrived in time',
  aborted: 'the signal aborted the call after the request was sent',
  server: 'the server responded with an error',
  'response-invalid': 'the response was not valid',
  'signature-invalid': 'the signature of the response was not valid',
};

/**
 * The error for a call that must not be repeated and failed once it was on its way.
 *
 * @param isSuccess - Whether the server answered with a success. Then it did the work, whatever a check says of the response.
 * @param reconcile - Finds what the call left behind. Absent if nothing can.
 */
export function outcomeOf(failure: CallError, isSuccess: boolean, reconcile?: Reconcile): CallError {
  if (!isSuccess && (wasNotSent(failure) || wasRejected(failure))) return failure;
  const { operation, status, attempt, requestTime, retryAfterMs, headers } = failure;
  const { reason } = failure as Partial<NetworkError>;
  const cause = failure as UnknownOutcome;
  const detail = reason ?? (cause.code === 'server' && status);
  const advice = reconcile
    ? 'the verification may exist. Call error.reconcile() before retrying.'
    : 'it may have taken effect. Find out before retrying.';
  return new AmbiguousOutcomeError({
    ...{ operation, status, attempt, requestTime, retryAfterMs, headers, cause },
    problem: `${happened[cause.code]}${detail ? ` (${detail})` : ''}; ${advice}`,
    reconcile: reconcile ?? (() => Promise.reject(cause)),
  });
}
