import { aFunction, aRecord, checkOptions, milliseconds, objectWith } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { redactedFields } from '../error-from-response.ts';
import { ConfigurationError, type FieldErrors, type OperationId, ValidationError } from '../errors.ts';
import * as operations from '../generated/operations.gen.ts';
import type { Check, ValidatedResponse } from '../options.ts';
import { quoted, redactor, telltales } from '../redact.ts';
import { defaultLimitMs } from '../time-limit.ts';
import { type Finding, type FindLimits, findIssues, type Issue } from './find-issues.ts';
import type { Drift, StandardSchema } from './standard-schema.ts';

/** Validators by operation, such as `validation` of `@truework-legacy/zod`. An operation without a validator is not validated. */
export interface SchemasByOperation {
  /** Validators of request bodies. If one finds an issue, the call throws a `ValidationError`, and nothing is sent. */
  readonly requests?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
  /** Validators of the bodies of success responses. Issues are reported to `onDrift`, and the response is returned unchanged. */
  readonly responses?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
}

/** Options of {@link standardSchemas}. */
export interface StandardSchemasOptions {
  /**
   * Called with each difference between a response and the spec, at most 1,000 times for a response. Errors thrown by it are ignored.
   * @defaultValue Calls the client's `onWarning`, once for each path and kind.
   */
  onDrift?: ((drift: Drift) => void) | undefined;
  /**
   * How long a validator that returns a promise may take, in milliseconds. After that, a request is not sent, and a response is returned
   * with a drift of the kind `validator-failed`.
   * @defaultValue 30000
   */
  timeoutMs?: number | undefined;
  /**
   * The source of time for `timeoutMs`.
   * @defaultValue The system's clock and timers.
   */
  clock?: Pick<Clock, 'after'> | undefined;
}

/**
 * Makes the option `validation` of `createTruework` from validators with the Standard Schema interface. Invalid requests are rejected
 * before they are sent. Responses are always returned, and differences from the spec are reported.
 *
 * If a validator itself fails (it throws, takes too long, or returns something that is not a result), a response that you have paid for is
 * still returned, with a drift of the kind `validator-failed`. A request is not sent: the call throws a `ConfigurationError`.
 *
 * @throws {@link ConfigurationError} if an option is invalid, an operation is unknown, or there is no validator.
 * @example
 * ```ts
 * createTruework({ token, environment, validation: standardSchemas(validation) });
 * ```
 */
export function standardSchemas(schemas: SchemasByOperation, options: StandardSchemasOptions = {}): Check {
  const { requests, responses } = checkedSchemas(schemas);
  const given = checkOptions('standardSchemas', options, optionRules);
  const { onDrift, timeoutMs = defaultLimitMs, clock = systemClock } = given;
  const limits = { timeoutMs, clock };
  return {
    request: (operation, body) =>
      whenFound(requests[operation], body, limits, (finding) => rejectRequest(operation, body, finding)),
    response: (response) =>
      // A PDF, which has no schema.
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

function checkedSchemas(schemas: SchemasByOperation) {
  const byOperation = aRecord('an object with a Standard Schema for each operation');
  const rules = { requests: byOperation, responses: byOperation };
  const given = checkOptions('standardSchemas', schemas, rules, 'the schemas');
  const requests = checkOptions('standardSchemas: requests', given.requests ?? {}, operationRules);
  const responses = checkOptions('standardSchemas: responses', given.responses ?? {}, operationRules);
  if (Object.keys({ ...requests, ...responses }).length === 0) {
    throw new ConfigurationError('standardSchemas: no schema was given, so nothing would be validated.');
  }
  return { requests, responses };
}

/** Calls `use` with what a validator found, unless the value is valid or there is no validator. */
function whenFound(
  schema: StandardSchema | undefined,
  value: unknown,
  limits: FindLimits,
  use: (finding: Finding) => void,
): void | Promise<void> {
  if (schema === undefined) return;
  const settle = (finding: Finding | undefined) => {
    if (finding) use(finding);
  };
  const finding = findIssues(schema, value, limits);
  return finding instanceof Promise ? finding.then(settle) : settle(finding);
}

/** What a validator quotes, except a suggestion of one word, which names a field of the schema: neither of its quotes counts. */
const quotedValue = String.raw`(?=")(?!(?<=Did you mean )"\w+"\?)(?<!Did you mean "\w+)${quoted}`;

function rejectRequest(operation: OperationId, body: unknown, finding: Finding): never {
  if ('failure' in finding) {
    throw new ConfigurationError(
      `${operation}: the validator of the request failed, because ${finding.failure}. Nothing was sent.`,
    );
  }
  // The message of a validator may quote the value.
  const redact = redactor('', body, telltales, [quotedValue]);
  const invalidFields = redactedFields(toFieldErrors(finding.issues), redact);
  throw new ValidationError({
    operation,
    problem: 'the request is not valid and was not sent.',
    invalidFields,
  });
}

function driftsOf(finding: Finding, { operation, query }: ValidatedResponse): Drift[] {
  if ('failure' in finding) return [{ operation, path: '', kind: 'validator-failed' }];
  const { issues } = finding;
  // An empty array of issues still means that the response is invalid.
  if (issues.length === 0) return [{ operation, path: '', kind: 'mismatch' }];
  return (
    issues
      // With `fields`, the response omits fields on purpose.
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

/** Whether `fields` decides about a field: it is one of the response itself, or of an item of a list. */
function isTopLevel([first, ...rest]: readonly string[]): boolean {
  return rest.length === 0 || (first === 'results' && rest.length === 2);
}

/** How many steps of a path are used. No request is deeper, and the redaction stops there as well. */
const mostSteps = 20;

/** How much text of a validator an error contains, in UTF-16 code units. */
const mostText = 10_000;

/** Issues in the shape of the API: a map of fields, with `non_field_errors` for issues of the whole body. */
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

/** Without a prototype, because a name in the request may be `__proto__`. */
function emptyMap(): FieldErrors {
  return Object.create(null) as FieldErrors;
}
