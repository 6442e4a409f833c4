import { isRejection } from './ambiguous-outcome.ts';
import { isObject } from './check-options.ts';
import {
  AuthenticationError,
  type CallError,
  type CallFailure,
  type FieldErrors,
  FrozenDataError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  RequestRejectedError,
  ResponseInvalidError,
  ServerError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';
import type { Redact } from './redact.ts';

interface ErrorClass {
  new (failure: CallFailure): CallError;
  readonly code: string;
}

const classes: Readonly<Record<number, ErrorClass>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  406: VersionRejectedError,
  429: RateLimitedError,
  451: FrozenDataError,
};

/**
 * The error of a response that is not a success.
 *
 * @param body - The parsed body of the response, or undefined if it is not JSON.
 */
export function errorFromResponse(
  failure: Omit<CallFailure, 'problem'>,
  body: unknown,
  redact: Redact,
): CallError {
  const status = failure.status as number;
  const { error, ...beside } = isObject(body) ? body : {};
  const { message, invalid_fields, ...others } = isObject(error) ? error : {};
  // Gateways send errors with a message as well, but with more fields in or beside it.
  const isApiError =
    typeof message === 'string' &&
    (invalid_fields === undefined || isObject(invalid_fields)) &&
    Object.keys({ ...beside, ...others }).length === 0;
  const Class = classes[status] ?? classOf(status, isApiError);
  return new Class({
    ...failure,
    problem: `the server responded with ${status} (${Class.code}).`,
    apiMessage: typeof message === 'string' ? redact(message) : undefined,
    invalidFields: status === 400 ? redactedFields(invalid_fields, redact) : undefined,
  });
}

function classOf(status: number, isApiError: boolean): ErrorClass {
  // Neither a success nor an error: a redirect, which is not followed.
  if (status < 400) return ResponseInvalidError;
  return status < 500 && isRejection(status, isApiError) ? RequestRejectedError : ServerError;
}

/**
 * How much of a server's field errors an error contains: levels, and names and messages in total, of which a long one counts for several.
 */
const deepest = 20;
const most = 200;

/** What a name or a message counts for. */
const weightOf = ({ length }: string) => 1 + Math.floor(Math.min(length, 1_000) / 100);

/** The redacted field errors. Leaves out whatever else the server sent, and whatever exceeds the limits. */
export function redactedFields(value: unknown, redact: Redact): FieldErrors {
  let left = most;
  const texts = (items: readonly unknown[]) => {
    const redacted: string[] = [];
    for (const item of items) {
      if (left <= 0) break;
      if (typeof item !== 'string') continue;
      left -= weightOf(item);
      redacted.push(redact(item));
    }
    return redacted;
  };
  const fields = (map: unknown, depth: number): FieldErrors => {
    const entries: [string, string[] | FieldErrors][] = [];
    for (const [name, inside] of isObject(map) && depth < deepest ? Object.entries(map) : []) {
      if (left <= 0) break;
      const list = typeof inside === 'string' ? [inside] : inside;
      left -= weightOf(name);
      entries.push([redact(name), Array.isArray(list) ? texts(list) : fields(list, depth + 1)]);
    }
    return Object.fromEntries(entries);
  };
  const isBare = typeof value === 'string' || Array.isArray(value);
  return fields(isBare ? { non_field_errors: value } : value, 0);
}
