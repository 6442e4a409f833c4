import type * as operations from './generated/operations.gen.ts';
import type { Verification } from './generated/types.gen.ts';
import { ignoringErrors } from './ignore-errors.ts';

/** An `operationId` of the spec. */
export type OperationId = keyof typeof operations;

/** The invalid fields of a request by name: the messages of each, or a further map for the fields inside it. */
export interface FieldErrors {
  [field: string]: string[] | FieldErrors;
}

/** The properties of an error of a call. They contain neither the token nor personal data. */
export interface CallFailure {
  /** The operation that failed. */
  readonly operation: OperationId;
  /** What happened, in words. Contains no value of the request or of the response. */
  readonly problem: string;
  /** HTTP status of the response. */
  readonly status?: number | undefined;
  /** Headers of the response that are safe to log. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The API's own message, redacted. */
  readonly apiMessage?: string | undefined;
  /** Which attempt failed, counted from 1. */
  readonly attempt?: number | undefined;
  /** When the attempt was sent, in milliseconds since 1970, UTC. */
  readonly sentMs?: number | undefined;
  /** When the attempt was sent: ISO 8601, UTC. */
  readonly requestTime?: string | undefined;
  /** The wait that `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The invalid fields of the request. */
  readonly invalidFields?: FieldErrors | undefined;
  /** For a wait: the last state of the verification. */
  readonly lastState?: string | undefined;
  /** Why the connection failed. */
  readonly reason?: string | undefined;
  /** Whether the request may have reached the server. */
  readonly sent?: boolean | undefined;
  /** The failure after which the outcome is unknown. */
  readonly cause?: UnknownOutcome;
  /** Finds out whether the call took effect. */
  readonly reconcile?: Reconcile;
}

/** Marks the errors of this package, in both of its module formats. */
const codesKey = Symbol.for('@truework-legacy/client');

/**
 * The base class of all errors of this package. Safe to log at any depth: no error contains the token, the request or the body of the
 * response, and request values that the server echoes are redacted.
 *
 * `instanceof` works across the module formats of this package: an error thrown by its CommonJS files is an instance of the classes that
 * you imported as ES modules, and vice versa.
 */
export abstract class TrueworkError extends Error {
  /** What failed, such as `not-found`. Stable: switch on it. */
  declare readonly code: string;
  /**
   * The `code` of the errors of this class.
   * @internal
   */
  static readonly code: string = 'truework';

  constructor(message: string) {
    super(message);
    this.code = new.target.code;
    // From the code, because a minifier shortens the names of classes.
    this.name = `${this.code.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())}Error`;
    Object.defineProperty(this, codesKey, { value: codesOf(new.target) });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: each subclass checks for itself.
    return isOfClass(this, value);
  }

  /** All properties with the name and the message, for a log. */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/** Whether a value is an instance of a class, by the codes of the value. */
function isOfClass(Class: typeof TrueworkError, value: unknown): boolean {
  // A user's subclass has no code of its own, and is checked as any other class.
  if (!Object.hasOwn(Class, 'code')) return Function.prototype[Symbol.hasInstance].call(Class, value);
  const codes = ignoringErrors(() => (Object(value) as { [codesKey]?: readonly string[] })[codesKey]);
  return Array.isArray(codes) && codes.includes(Class.code);
}

/** The codes of a class and of those that it extends. */
function codesOf(Class: { code?: string }): string[] {
  const codes: string[] = [];
  for (let at = Class; at.code; at = Object.getPrototypeOf(at)) codes.push(at.code);
  return codes;
}

/** An option, argument or input is invalid, or code that was plugged in threw. The request was not sent. */
export class ConfigurationError extends TrueworkError {
  declare readonly code: 'configuration';
  static override readonly code = 'configuration';
}

/**
 * {@link AmbiguousOutcomeError.reconcile} could not find out whether the verification was created: nothing identifies the request, several
 * verifications match, or the API does not show enough of one, or not all of them. Have a person look through `verifications.list` before
 * you retry.
 */
export class UndecidedError extends TrueworkError {
  declare readonly code: 'undecided';
  static override readonly code = 'undecided';
}

/** The base class of the errors of a call. */
export abstract class CallError extends TrueworkError {
  /** @internal */
  static override readonly code: string = 'call';
  /** The operation that failed. */
  declare readonly operation: OperationId;
  /** HTTP status of the response. Absent if there was none. */
  declare readonly status?: number;
  /**
   * The headers of the response that are safe to log: `date`, `server`, `version`, `retry-after`, `content-type`, and ids of the request
   * such as `x-request-id` and `cf-ray`. Absent if there was no response.
   */
  declare readonly headers?: Readonly<Record<string, string>>;
  /** The API's own message, redacted. Absent if it sent none. */
  declare readonly apiMessage?: string;
  /** Which attempt failed, counted from 1. Absent if nothing was sent. */
  declare readonly attempt?: number;
  /** When that attempt was sent: ISO 8601, UTC. Absent if nothing was sent. */
  declare readonly requestTime?: string;
  /** The wait that the `Retry-After` of the response asks for, in milliseconds, at most 24 days. Absent if it has none. */
  declare readonly retryAfterMs?: number;

  constructor({ problem, sentMs, ...known }: CallFailure) {
    const { operation, apiMessage, invalidFields } = known;
    const parts = [`${operation}: ${problem}`, apiMessage, JSON.stringify(invalidFields)].filter(
      (part) => part,
    );
    const message = parts.join(' ');
    super(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
    const all = { requestTime: sentMs ? new Date(sentMs).toISOString() : undefined, ...known };
    for (const [name, value] of Object.entries(all))
      if (value !== undefined) Object.assign(this, { [name]: value });
  }
}

/** The maximum length of a message, in UTF-16 code units. `invalidFields` is not cut. */
const longestMessage = 2_000;

/** The request is invalid: the API rejected it (400), or `validation` did before it was sent (then `status` is absent). */
export class ValidationError extends CallError {
  declare readonly code: 'validation';
  static override readonly code = 'validation';
  /** The invalid fields by their names in the request. Empty if the response names none. */
  declare readonly invalidFields: FieldErrors;
}

/** 401: the key is missing, unknown, expired or revoked. */
export class AuthenticationError extends CallError {
  declare readonly code: 'authentication';
  static override readonly code = 'authentication';
}

/** 403: the key lacks the permission, or the state of the verification forbids it. */
export class PermissionError extends CallError {
  declare readonly code: 'permission';
  static override readonly code = 'permission';
}

/** 404: the key has no access to such an object. */
export class NotFoundError extends CallError {
  declare readonly code: 'not-found';
  static override readonly code = 'not-found';
}

/** 406: the API no longer serves this version to this key. Use a newer version of the API. */
export class VersionRejectedError extends CallError {
  declare readonly code: 'version-rejected';
  static override readonly code = 'version-rejected';
}

/** 451: the person has frozen their data. */
export class FrozenDataError extends CallError {
  declare readonly code: 'frozen-data';
  static override readonly code = 'frozen-data';
}

/**
 * Another 4xx that proves that the request was rejected before any work: 413, 414, 415 and 431, which are about the message itself
 * (documents may be too large for a gateway), and every other 4xx with an error body of the API.
 */
export class RequestRejectedError extends CallError {
  declare readonly code: 'request-rejected';
  static override readonly code = 'request-rejected';
}

/** Any other error status: 5xx, and a 4xx that the API neither documents nor sent with its own error body. */
export class ServerError extends CallError {
  declare readonly code: 'server';
  static override readonly code = 'server';
}

/** 429: too many requests. The API rejected the request before doing any work, so the call may be retried later. */
export class RateLimitedError extends CallError {
  declare readonly code: 'rate-limited';
  static override readonly code = 'rate-limited';
}

/** No complete response arrived: the connection could not be made, or broke. */
export class NetworkError extends CallError {
  declare readonly code: 'network';
  static override readonly code = 'network';
  /** The runtime's code, such as `ECONNRESET` or `CERT_HAS_EXPIRED`. `network` if it gave none. */
  declare readonly reason: string;
  /**
   * False if nothing was sent, because the host was not found or not reached, or TLS failed. Then the call had no effect and may be
   * retried. True if the request was sent, or may have been.
   */
  declare readonly sent: boolean;
}

/** No complete response arrived in time, or a verification did not reach a final state in time. */
export class TimeoutError extends CallError {
  declare readonly code: 'timeout';
  static override readonly code = 'timeout';
  /** For `waitFor`: the last state of the verification. Absent if it was never read. */
  declare readonly lastState?: string;
}

/** The caller's signal aborted the call. If the verification may exist, this is the `cause` of an {@link AmbiguousOutcomeError}. */
export class AbortedError extends CallError {
  declare readonly code: 'aborted';
  static override readonly code = 'aborted';
  /** For `waitFor`: the last state of the verification. Absent if it was never read. */
  declare readonly lastState?: string;
}

/** The response does not match the API: a redirect, not JSON, truncated, too long, or without a field that every such response has. */
export class ResponseInvalidError extends CallError {
  declare readonly code: 'response-invalid';
  static override readonly code = 'response-invalid';
}

/** The signature of the response is missing or invalid, and `signatures` requires it. The response was not used. */
export class SignatureInvalidError extends CallError {
  declare readonly code: 'signature-invalid';
  static override readonly code = 'signature-invalid';
}

/** A failure after which it is unknown whether the call took effect. */
export type UnknownOutcome =
  | NetworkError
  | TimeoutError
  | AbortedError
  | ServerError
  | ResponseInvalidError
  | SignatureInvalidError;

/**
 * A call that must not be repeated failed after it was sent, so it is unknown whether it took effect. Retrying a create may make a second
 * verification, which is charged: call {@link AmbiguousOutcomeError.reconcile} first. The failure itself is the `cause`.
 */
export class AmbiguousOutcomeError extends CallError {
  declare readonly code: 'ambiguous-outcome';
  static override readonly code = 'ambiguous-outcome';
  /** The failure itself. */
  declare readonly cause: UnknownOutcome;
  /**
   * Finds out whether a create took effect. Searches the verifications that were created since, for the one that has the `loan_id` or
   * `metadata` of the request and matches it in everything else. Repeats the search for a while, because the server may still be working.
   *
   * @returns The verification, or undefined if none was created, so that you may create it again.
   * @throws {@link UndecidedError} if the result is uncertain: the request had neither a `loan_id` nor `metadata` (thrown before anything
   * is sent), several verifications match, or the API does not show enough of one.
   * @throws The {@link AmbiguousOutcomeError.cause} if the call was not a create. Read the verification instead, or start another session.
   * @throws Every error of `verifications.list`.
   * @example
   * ```ts
   * const created = await truework.verifications.create(input).catch((error: unknown) => {
   *   if (error instanceof AmbiguousOutcomeError) return error.reconcile();
   *   throw error;
   * });
   * ```
   */
  declare readonly reconcile: Reconcile;
}

/** Options of {@link AmbiguousOutcomeError.reconcile}. */
export interface ReconcileOptions {
  /** Aborts the search, which then throws an {@link AbortedError}. */
  signal?: AbortSignal | undefined;
  /**
   * How long after the failure the server may still create the verification, in milliseconds. Until then, the search is repeated if it
   * finds none.
   * @defaultValue 30000
   */
  settleMs?: number | undefined;
}

/** Finds the verification that a call with an unknown outcome may have created. */
export type Reconcile = (options?: ReconcileOptions) => Promise<Verification | undefined>;

/** Every error that a call can throw. */
export type AnyTrueworkError =
  | ConfigurationError
  | UndecidedError
  | ValidationError
  | AuthenticationError
  | PermissionError
  | NotFoundError
  | VersionRejectedError
  | RateLimitedError
  | FrozenDataError
  | RequestRejectedError
  | ServerError
  | NetworkError
  | TimeoutError
  | AbortedError
  | ResponseInvalidError
  | SignatureInvalidError
  | AmbiguousOutcomeError;
