import type * as operations from './generated/operations.gen.ts';
import type { Verification } from './generated/types.gen.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Id of an operation of the API, as the spec names it. */
export type OperationId = keyof typeof operations;

/** What is wrong with which field of a request: a list of faults, or a further map for the fields inside it. */
export interface FieldErrors {
  [field: string]: string[] | FieldErrors;
}

/** What an error of a call knows. Contains neither the token nor personal data. */
export interface CallFailure {
  /** The operation that failed. */
  readonly operation: OperationId;
  /** What happened, in words, without a value of the request or of the response. */
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
  /** The same as ISO 8601. */
  readonly requestTime?: string | undefined;
  /** How long `Retry-After` asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** What is wrong with which field of the request. */
  readonly invalidFields?: FieldErrors | undefined;
  /** Of a wait: the state that was seen last. */
  readonly lastState?: string | undefined;
  /** Why the connection failed. */
  readonly reason?: string | undefined;
  /** Whether the request may have reached the server. */
  readonly sent?: boolean | undefined;
  /** The failure that leaves the outcome unknown. */
  readonly cause?: UnknownOutcome;
  /** Finds out whether the call took effect. */
  readonly reconcile?: Reconcile;
}

/** Marks the errors of this package, whichever of its module formats they come from. */
const kinds = Symbol.for('@truework-legacy/client');

/**
 * Base class of every error that this package throws. Safe to log, at any depth and in any form: no error contains the token, the
 * request or the response's body, and values of the request that the server echoed are cut out.
 *
 * `instanceof` works across the package's two module formats: an error that the CommonJS files threw is an instance of the classes
 * that you imported as ES modules, and the other way round.
 */
export abstract class TrueworkError extends Error {
  /** Names the kind of the error. Stable: switch on it. */
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
    Object.defineProperty(this, kinds, { value: codesOf(new.target) });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: each class that extends this one asks for itself.
    return isOfKind(this, value);
  }

  /** All that is known, with name and message, for a log. */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/** Whether a value is of the kind of a class, by the codes that it carries. */
function isOfKind(Class: typeof TrueworkError, value: unknown): boolean {
  // A class that a user derives has no code of its own, and is told apart as any other class is.
  if (!Object.hasOwn(Class, 'code')) return Function.prototype[Symbol.hasInstance].call(Class, value);
  const codes = ignoringErrors(() => (Object(value) as { [kinds]?: readonly string[] })[kinds]);
  return Array.isArray(codes) && codes.includes(Class.code);
}

/** The codes of a class and of those that it extends. */
function codesOf(Class: { code?: string }): string[] {
  const codes: string[] = [];
  for (let at = Class; at.code; at = Object.getPrototypeOf(at)) codes.push(at.code);
  return codes;
}

/** An option, an argument or an input cannot be used, or what was plugged in failed. Nothing was sent, or nothing came of it. */
export class ConfigurationError extends TrueworkError {
  declare readonly code: 'configuration';
  static override readonly code = 'configuration';
}

/**
 * {@link AmbiguousOutcomeError.reconcile} cannot tell whether the verification was created: nothing marks the request, several
 * verifications fit, or one fits of which the API does not show enough. Do not create it again before a person has looked through
 * `verifications.list`.
 */
export class UndecidedError extends TrueworkError {
  declare readonly code: 'undecided';
  static override readonly code = 'undecided';
}

/** What the errors of a call have in common. */
export abstract class CallError extends TrueworkError {
  /** @internal */
  static override readonly code: string = 'call';
  /** The operation that failed. */
  declare readonly operation: OperationId;
  /** HTTP status of the response. Absent if there was none. */
  declare readonly status?: number;
  /**
   * Those headers of the response that are safe to log: `date`, `server`, `version`, `retry-after`, `content-type` and what names the
   * request, such as `x-request-id` or `cf-ray`. Absent if there was no response.
   */
  declare readonly headers?: Readonly<Record<string, string>>;
  /** The API's own message, without values of the request. Absent if it sent none. */
  declare readonly apiMessage?: string;
  /** Which attempt failed, counted from 1. Absent if nothing was sent. */
  declare readonly attempt?: number;
  /** When that attempt was sent: ISO 8601, UTC. Absent if nothing was sent. */
  declare readonly requestTime?: string;
  /** How long the response's `Retry-After` asks to wait, in milliseconds. Absent if it does not ask. */
  declare readonly retryAfterMs?: number;

  constructor({ problem, sentMs, ...known }: CallFailure) {
    const { operation, apiMessage, invalidFields } = known;
    const fields = invalidFields && JSON.stringify(invalidFields);
    const parts = [`${operation}: ${problem}`, apiMessage, fields].filter((part) => part);
    super(shortened(parts.join(' ')));
    const all = { requestTime: sentMs ? new Date(sentMs).toISOString() : undefined, ...known };
    Object.assign(this, withoutUndefined(all));
  }
}

/** How long a message may be, in UTF-16 code units. `invalidFields` has all of them. */
const longestMessage = 2_000;

function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}

/** The request is not valid: the API rejected it (400), or `validation` did before it was sent (then `status` is absent). */
export class ValidationError extends CallError {
  declare readonly code: 'validation';
  static override readonly code = 'validation';
  /** What is wrong with which field, by the request's own names. Empty where none was named. */
  declare readonly invalidFields: FieldErrors;
}

/** 401: the key is missing, unknown, expired or revoked. */
export class AuthenticationError extends CallError {
  declare readonly code: 'authentication';
  static override readonly code = 'authentication';
}

/** 403: the key may not do this, or the verification's state forbids it. */
export class PermissionError extends CallError {
  declare readonly code: 'permission';
  static override readonly code = 'permission';
}

/** 404: no such object for this key. */
export class NotFoundError extends CallError {
  declare readonly code: 'not-found';
  static override readonly code = 'not-found';
}

/** 406: the API no longer serves this version to this key. Only a newer version of the API helps. */
export class VersionRejectedError extends CallError {
  declare readonly code: 'version-rejected';
  static override readonly code = 'version-rejected';
}

/** 451: the person has frozen their data, as the holder of a social security number may. */
export class FrozenDataError extends CallError {
  declare readonly code: 'frozen-data';
  static override readonly code = 'frozen-data';
}

/**
 * Any other 4xx that proves that the request was rejected before any work: 413, 414, 415 and 431, which are about the message
 * itself (documents may be too large for a gateway), and whatever the API rejects in its own form.
 */
export class RequestRejectedError extends CallError {
  declare readonly code: 'request-rejected';
  static override readonly code = 'request-rejected';
}

/** Any other status that is not a success: 5xx, and a 4xx that the API neither documents nor sent in its own form. */
export class ServerError extends CallError {
  declare readonly code: 'server';
  static override readonly code = 'server';
}

/** 429: too many requests. Rejected before any work was done: the same call may be made again, later. */
export class RateLimitedError extends CallError {
  declare readonly code: 'rate-limited';
  static override readonly code = 'rate-limited';
}

/** No complete response came: the connection could not be made, or broke. */
export class NetworkError extends CallError {
  declare readonly code: 'network';
  static override readonly code = 'network';
  /** The runtime's code, such as `ECONNRESET` or `CERT_HAS_EXPIRED`. `network` if it gave none. */
  declare readonly reason: string;
  /**
   * False if nothing was sent: the host was not found or not reached, or TLS failed. Then nothing came of the call, and it may be
   * made again. True if the request was sent, or may have been.
   */
  declare readonly sent: boolean;
}

/** No complete response came in time, or a verification did not end in time. */
export class TimeoutError extends CallError {
  declare readonly code: 'timeout';
  static override readonly code = 'timeout';
  /** Of `waitFor`: the state that was seen last. Absent if none was seen. */
  declare readonly lastState?: string;
}

/** The caller's signal ended the call. If that may have left a verification behind, it is the cause of an {@link AmbiguousOutcomeError}. */
export class AbortedError extends CallError {
  declare readonly code: 'aborted';
  static override readonly code = 'aborted';
  /** Of `waitFor`: the state that was seen last. Absent if none was seen. */
  declare readonly lastState?: string;
}

/**
 * The error for what ended before it was done.
 *
 * @param problem - What did not happen in time.
 */
export function endedError(
  byTheSignal: boolean | undefined,
  { problem, ...known }: CallFailure,
): TimeoutError | AbortedError {
  return byTheSignal
    ? new AbortedError({ ...known, problem: 'aborted by the signal.' })
    : new TimeoutError({ ...known, problem: `${problem}.` });
}

/** The response is not what the API promises: a redirect, no JSON, cut short, too long, or without what every such response has. */
export class ResponseInvalidError extends CallError {
  declare readonly code: 'response-invalid';
  static override readonly code = 'response-invalid';
}

/** The response's signature is missing or does not fit, and `signatures` demands that it does. Nothing of the response was used. */
export class SignatureInvalidError extends CallError {
  declare readonly code: 'signature-invalid';
  static override readonly code = 'signature-invalid';
}

/** A failure after which it is not known whether the server did the work. */
export type UnknownOutcome =
  | NetworkError
  | TimeoutError
  | AbortedError
  | ServerError
  | ResponseInvalidError
  | SignatureInvalidError;

/**
 * A call that must not be repeated failed after it was sent, so nobody knows whether the server did the work. Repeating it may create
 * a second verification, which is charged: {@link AmbiguousOutcomeError.reconcile} first. The failure itself is the `cause`.
 */
export class AmbiguousOutcomeError extends CallError {
  declare readonly code: 'ambiguous-outcome';
  static override readonly code = 'ambiguous-outcome';
  /** The failure itself: what happened after the request was sent. */
  declare readonly cause: UnknownOutcome;
  /**
   * Finds out whether a create took effect: looks through the verifications created since, for the one that has the `loan_id` or
   * `metadata` of the request and differs from it in nothing. Looks again for a while, because a server may still be at work.
   *
   * @returns The verification that was created, or undefined: none was, and you may create it again.
   * @throws {@link UndecidedError} if it cannot tell: the request had neither a `loan_id` nor `metadata` (thrown before anything is
   * sent), more than one verification fits, or the API does not show enough of one to tell.
   * @throws The {@link AmbiguousOutcomeError.cause} if the call was not a create: read the verification, or start another session,
   * which creates none.
   * @throws Whatever a list throws.
   */
  declare readonly reconcile: Reconcile;
}

/** Options of {@link AmbiguousOutcomeError.reconcile}. */
export interface ReconcileOptions {
  /** Ends the search. @throws {@link AbortedError} */
  signal?: AbortSignal | undefined;
  /**
   * For how long after the attempt failed the server may still create the verification, in milliseconds. Until then "none" is not
   * believed, and the search is repeated.
   * @defaultValue 30000
   */
  settleMs?: number | undefined;
}

/** Finds what an ambiguous call left behind. */
export type Reconcile = (options?: ReconcileOptions) => Promise<Verification | undefined>;

/** Every error that a call can end with. */
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
