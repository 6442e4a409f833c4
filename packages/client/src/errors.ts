import type { operations } from './generated/operations.gen.ts';

/** Id of an operation of the API, as the spec names it. */
export type OperationId = keyof typeof operations;

/** What is wrong with which field of a request: a list of faults, or a further map for the fields inside it. */
export interface FieldErrors {
  [field: string]: string[] | FieldErrors;
}

/** What an error of a call knows. Holds neither the token nor personal data. */
export interface CallFailure {
  operation: OperationId;
  /** What happened, in words, without a value of the request or of the answer. */
  problem: string;
  status?: number;
  apiMessage?: string;
}

/**
 * Base class of every error that this package throws. Safe to log: no error holds the token, the request or the answer's
 * body, and values of the request that the server echoed are cut out.
 */
export abstract class TrueworkError extends Error {
  /** Names the kind of the error. Stable: switch on it. */
  abstract readonly code: string;
  /** The operation that failed. Absent where no call was made. */
  readonly operation?: OperationId;
  /** HTTP status of the answer. Absent where there was none. */
  readonly status?: number;
  /** The API's own message, without values of the request. Absent where it sent none. */
  readonly apiMessage?: string;

  constructor(message: string, failure?: CallFailure) {
    super(message);
    this.name = new.target.name;
    if (failure !== undefined) this.operation = failure.operation;
    if (failure?.status !== undefined) this.status = failure.status;
    if (failure?.apiMessage !== undefined) this.apiMessage = failure.apiMessage;
  }
}

/** An option or an argument cannot be used. Thrown before anything is sent. */
export class ConfigurationError extends TrueworkError {
  readonly code = 'configuration';
}

abstract class CallError extends TrueworkError {
  declare readonly operation: OperationId;

  constructor(failure: CallFailure) {
    const said = failure.apiMessage === undefined ? '' : ` The API said: ${failure.apiMessage}`;
    super(`${failure.operation}: ${failure.problem}${said}`, failure);
  }
}

/** 400: the request is not valid. {@link ValidationError.invalidFields} says where. */
export class ValidationError extends CallError {
  readonly code = 'validation';
  /** What is wrong with which field, by the request's own names. Empty where the API named none. */
  readonly invalidFields: FieldErrors;

  constructor(failure: CallFailure, invalidFields: FieldErrors) {
    super(failure);
    this.invalidFields = invalidFields;
  }
}

/** 401: the key is missing, unknown, expired or revoked. */
export class AuthenticationError extends CallError {
  readonly code = 'authentication';
}

/** 403: the key may not do this, or the verification's state forbids it. */
export class PermissionError extends CallError {
  readonly code = 'permission';
}

/** 404: no such object for this key. */
export class NotFoundError extends CallError {
  readonly code = 'not-found';
}

/** 406: the API no longer serves this version to this key. Only a newer version of the API helps. */
export class VersionRejectedError extends CallError {
  readonly code = 'version-rejected';
}

/** 429: too many requests. Refused before any work was done: the same call may be made again, later. */
export class RateLimitedError extends CallError {
  readonly code = 'rate-limited';
}

/** 451: the person has frozen their data. */
export class FrozenDataError extends CallError {
  readonly code = 'frozen-data';
}

/** Any other status that is not a success. */
export class ServerError extends CallError {
  readonly code = 'server';
}

/** No answer came: the connection could not be made, or broke. */
export class NetworkError extends CallError {
  readonly code = 'network';
}

/** No complete answer came in time. */
export class TimeoutError extends CallError {
  readonly code = 'timeout';
}

/** The caller's signal ended the call. Whether the server did the work is not known. */
export class AbortedError extends CallError {
  readonly code = 'aborted';
}

/** The answer is not what the API promises: a redirect, no JSON, or cut short. */
export class ResponseInvalidError extends CallError {
  readonly code = 'response-invalid';
}

/**
 * A call that must not be repeated failed after it was sent, so whether the server did the work is not known. Sending it
 * again may order, and be charged, twice: look first, with `verifications.list`. The failure itself is the `cause`.
 */
export class AmbiguousOutcomeError extends CallError {
  readonly code = 'ambiguous-outcome';
  override readonly cause: NetworkError | TimeoutError | ServerError | ResponseInvalidError;

  constructor(cause: NetworkError | TimeoutError | ServerError | ResponseInvalidError) {
    const failure: CallFailure = {
      operation: cause.operation,
      problem: `the outcome is not known (${cause.code}). Do not repeat the call before you have looked whether it took effect.`,
    };
    super(cause.status === undefined ? failure : { ...failure, status: cause.status });
    this.cause = cause;
  }
}
