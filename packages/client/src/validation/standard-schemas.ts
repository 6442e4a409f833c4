import { aFunction, checkOptions, milliseconds, objectWith } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { redactedFields } from '../error-from-response.ts';
import { ConfigurationError, type FieldErrors, type OperationId, ValidationError } from '../errors.ts';
import * as operations from '../generated/operations.gen.ts';
import type { Check, ValidatedResponse } from '../options.ts';
import { redactor, telltalesOfIssues } from '../redact.ts';
import { usualLimitMs } from '../time-limit.ts';
import { type Finding, type FindLimits, findIssues, type Issue } from './find-issues.ts';
import type { Drift, StandardSchema } from './standard-schema.ts';

/** Validators by operation, such as `validation` of `@truework-legacy/zod`. An operation without one is not checked. */
export interface SchemasByOperation {
  /** Checks the body of a request before it is sent. What it finds is a `ValidationError`, and nothing is sent. */
  readonly requests?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
  /** Checks the body of a success. What it finds goes to `onDrift`; the response is returned as it came. */
  readonly responses?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
}

/** Options of {@link standardSchemas}. */
export interface StandardSchemasOptions {
  /**
   * Called where a response is not as the spec says: with paths and kinds, never values, at most 1,000 times for a response. An
   * error of it is lost.
   * @defaultValue The client's `onWarning` is called with each path and kind, once.
   */
  onDrift?: ((drift: Drift) => void) | undefined;
  /**
   * How long a validator that returns a promise may take, in milliseconds. After that a request is not sent, and a response is
   * returned unchecked, with a drift of the kind `validator-failed`.
   * @defaultValue 30000
   */
  timeoutMs?: number | undefined;
  /**
   * Where the time for `timeoutMs` comes from.
   * @defaultValue The system's clock and timers.
   */
  clock?: Pick<Clock, 'after'> | undefined;
}

/**
 * Makes the `validation` of a client from validators with the Standard Schema interface: requests are rejected before they leave,
 * responses are let through and reported.
 *
 * A validator that fails itself (it throws, takes too long, or returns what is no result) never costs you a response that you
 * have paid for: the response is returned, with a drift of the kind `validator-failed`. A request is not sent then, but ends in a
 * `ConfigurationError`.
 *
 * @throws ConfigurationError if an option cannot be used, an operation is unknown, or no validator is given.
 * @example
 * ```ts
 * createTruework({ token, environment, validation: standardSchemas(validation) });
 * ```
 */
export function standardSchemas(schemas: SchemasByOperation, options: StandardSchemasOptions = {}): Check {
  const { requests = {}, responses = {} } = checkedSchemas(schemas);
  checkOptions('standardSchemas', options, optionRules);
  const { onDrift, timeoutMs = usualLimitMs, clock = systemClock } = options;
  const limits = { timeoutMs, clock };
  return {
    request: (operation, body) =>
      whenFound(requests[operation], body, limits, (finding) => rejectRequest(operation, body, finding)),
    response: (response) =>
      // The schemas are for JSON, not for the bytes of a PDF.
      ArrayBuffer.isView(response.data)
        ? undefined
        : whenFound(responses[response.operation], response.data, limits, (finding) => {
            for (const drift of driftsOf(finding, response)) report(drift, response, finding, onDrift);
          }),
  };
}

const optionRules = {
  onDrift: aFunction,
  timeoutMs: milliseconds,
  clock: objectWith(['after'], 'a Clock, which has after()'),
};

const aSchema = {
  expected: "a Standard Schema, which has '~standard'.validate()",
  isRight(value: unknown) {
    try {
      return typeof (value as StandardSchema)['~standard'].validate === 'function';
    } catch {
      return false;
    }
  },
};

const operationRules = Object.fromEntries(Object.keys(operations).map((id) => [id, aSchema]));

function checkedSchemas(schemas: SchemasByOperation): SchemasByOperation {
  const byOperation = objectWith([], 'an object with a Standard Schema for each operation');
  checkOptions('standardSchemas', schemas, { requests: byOperation, responses: byOperation });
  const { requests = {}, responses = {} } = schemas;
  checkOptions('standardSchemas: requests', requests, operationRules);
  checkOptions('standardSchemas: responses', responses, operationRules);
  const given = [...Object.values(requests), ...Object.values(responses)];
  if (given.every((schema) => schema === undefined)) {
    throw new ConfigurationError('standardSchemas: no schema was given, so nothing would be validated.');
  }
  return schemas;
}

/** Hands over what a validator finds, unless the value is valid or there is no validator. */
function whenFound(
  schema: StandardSchema | undefined,
  value: unknown,
  limits: FindLimits,
  use: (finding: Finding) => void,
): void | Promise<void> {
  if (schema === undefined) return;
  const settle = (finding: Finding) => {
    if ('failure' in finding || finding.issues !== undefined) use(finding);
  };
  const finding = findIssues(schema, value, limits);
  return finding instanceof Promise ? finding.then(settle) : settle(finding);
}

function rejectRequest(operation: OperationId, body: unknown, finding: Finding): never {
  if ('failure' in finding) {
    throw new ConfigurationError(
      `${operation}: the validator of the request failed, because ${finding.failure}. Nothing was sent.`,
    );
  }
  // A validator may quote the value that it rejects.
  const redact = redactor('', body, [telltalesOfIssues]);
  const invalidFields = redactedFields(toFieldErrors(finding.issues ?? []), redact);
  throw new ValidationError({
    operation,
    problem: 'the request is not valid and was not sent.',
    invalidFields,
  });
}

function driftsOf(finding: Finding, { operation, query }: ValidatedResponse): Drift[] {
  if ('failure' in finding) return [{ operation, path: '', kind: 'validator-failed' }];
  const { issues = [] } = finding;
  // A validator that names no issue has found the response invalid all the same.
  if (issues.length === 0) return [{ operation, path: '', kind: 'mismatch' }];
  return (
    issues
      // With `fields`, fields are left out on purpose.
      .filter(({ path, kind }) => query?.fields === undefined || kind !== 'missing' || !isTopLevel(path))
      .map(({ path, kind }) => ({ operation, path: pointerOf(path), kind }))
  );
}

function report(
  drift: Drift,
  { operation, warn }: ValidatedResponse,
  finding: Finding,
  onDrift: StandardSchemasOptions['onDrift'],
): void {
  if (onDrift !== undefined) (async () => onDrift(drift))().catch(() => {});
  else if ('failure' in finding) {
    warn('drift', `${operation}: the validator of the response failed, because ${finding.failure}.`);
  } else
    warn(
      'drift',
      `${operation}: the response does not match the spec at ${drift.path || 'its root'} (${drift.kind}).`,
    );
}

/** As a JSON pointer. */
function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Whether `fields` decides if a field is there: those of the response itself, and of each item of a list. */
function isTopLevel([first, ...rest]: readonly string[]): boolean {
  return rest.length === 0 || (first === 'results' && rest.length === 2);
}

/** Deeper in a request there is nothing, and the redaction goes no deeper. */
const mostSteps = 20;

/** How much of what a validator says an error holds, in UTF-16 code units. */
const mostText = 10_000;

/** Issues as the API would name them: a map of fields, with `non_field_errors` for what is wrong with the whole. */
function toFieldErrors(issues: readonly Issue[]): FieldErrors {
  const fields = emptyMap();
  let text = 0;
  for (const { path, message } of issues) {
    const names = path.slice(0, mostSteps);
    text += message.length + names.join().length + 1;
    if (text > mostText) break;
    addError(fields, names, message);
  }
  return fields;
}

function addError(fields: FieldErrors, path: readonly string[], message: string): void {
  let inside = fields;
  for (const name of path.slice(0, -1)) {
    const next = inside[name];
    const deeper = typeof next === 'object' && !Array.isArray(next) ? next : emptyMap();
    inside[name] = deeper;
    inside = deeper;
  }
  const last = path.at(-1) ?? 'non_field_errors';
  const known = inside[last];
  inside[last] = [...(Array.isArray(known) ? known : []), message];
}

/** Without a prototype: the names are the request's, and one may be `__proto__`. */
function emptyMap(): FieldErrors {
  return Object.create(null) as FieldErrors;
}
