import {
  AuthenticationError,
  type CallError,
  type CallFailure,
  type FieldErrors,
  FrozenDataError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  ResponseInvalidError,
  ServerError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';
import type { Redact } from './redact.ts';

const kinds: Readonly<Record<number, { new (failure: CallFailure): CallError; readonly code: string }>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  406: VersionRejectedError,
  429: RateLimitedError,
  451: FrozenDataError,
};

/**
 * The error for an answer that is no success.
 *
 * @param body - The answer's body, parsed, or undefined where it is no JSON.
 */
export function refusal(failure: Omit<CallFailure, 'problem'>, body: unknown, redact: Redact): CallError {
  const status = failure.status as number;
  const { message, invalid_fields } = (body as { error?: Record<string, unknown> } | undefined)?.error ?? {};
  // What is no success and no error is a redirect, which is not followed.
  const Kind = kinds[status] ?? (status < 400 ? ResponseInvalidError : ServerError);
  const apiMessage = typeof message === 'string' ? redact(message) : undefined;
  const invalidFields = status === 400 ? redactedFields(invalid_fields, redact) : undefined;
  return new Kind({ ...failure, problem: `${status}, ${Kind.code}.`, apiMessage, invalidFields });
}

/** A field map with every text redacted. Whatever else the server sent is left out. */
export function redactedFields(value: unknown, redact: Redact, depth = 0): FieldErrors {
  return Object.fromEntries(
    Object.entries(depth > 20 ? {} : Object(value)).map(([name, inside]) => [
      redact(name),
      Array.isArray(inside)
        ? inside.filter((item) => typeof item === 'string').map(redact)
        : redactedFields(inside, redact, depth + 1),
    ]),
  );
}
