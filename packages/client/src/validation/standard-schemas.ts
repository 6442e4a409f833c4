import { redactedFields } from '../error-from-response.ts';
import { type FieldErrors, type OperationId, ValidationError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import type { Check } from '../options.ts';
import { redactor } from '../redact.ts';
import type { Drift, StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';

/** Validators by operation, such as `validation` of `@truework-legacy/zod`. An operation without one is not checked. */
export interface SchemasByOperation {
  /** Judges the body of a request before it is sent. What it finds is a `ValidationError`, and nothing is sent. */
  readonly requests?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
  /** Judges the body of a success. What it finds is told to `onDrift`; the answer is returned as it came. */
  readonly responses?: { readonly [Id in OperationId]?: StandardSchema | undefined } | undefined;
}

/** Options of {@link standardSchemas}. */
export interface StandardSchemasOptions {
  /**
   * Told where an answer is not as the spec says: places and kinds, never values. An error of it is lost.
   * @defaultValue Each place and kind is told to the client's `onWarning`, once.
   */
  onDrift?: ((drift: Drift) => void) | undefined;
}

/**
 * Makes the `validation` of a client from validators with the Standard Schema interface: requests are refused before they leave,
 * answers are let through and told about.
 *
 * @example
 * ```ts
 * createTruework({ token, environment, validation: standardSchemas(validation) });
 * ```
 */
export function standardSchemas(
  { requests = {}, responses = {} }: SchemasByOperation,
  { onDrift }: StandardSchemasOptions = {},
): Check {
  return {
    request: (operation, body) =>
      whenJudged(requests[operation], body, (issues) => {
        // A validator may quote the value that it refuses.
        const invalidFields = redactedFields(toFieldErrors(issues), redactor('', body));
        throw new ValidationError({ operation, problem: 'not valid, and not sent.', invalidFields });
      }),
    response: ({ operation, query, data, warn }) =>
      // The schemas are for JSON, not for the bytes of a PDF.
      whenJudged(data instanceof Uint8Array ? undefined : responses[operation], data, (issues) => {
        for (const issue of issues) {
          const path = pathOf(issue);
          const kind = issue.kind ?? 'mismatch';
          // With `fields`, members are left out on purpose.
          if (query?.fields !== undefined && kind === 'missing' && isTopLevel(path)) continue;
          const drift = {
            operation,
            path: path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
            kind,
          };
          if (onDrift === undefined)
            warn('drift', `${operation} answers unlike the spec at ${drift.path} (${kind}).`);
          else ignoringErrors(() => onDrift(drift));
        }
      }),
  };
}

/** Hands over what a validator finds. At once where it does not take its time: a promise costs more than most checks. */
function whenJudged(
  schema: StandardSchema | undefined,
  value: unknown,
  tell: (issues: readonly StandardIssue[]) => void,
): void | Promise<void> {
  const settle = (result: StandardResult | undefined) => {
    if (result?.issues?.length) tell(result.issues);
  };
  const result = schema?.['~standard'].validate(value);
  // A promise of any kind: the validator may come from another realm.
  const isLater = typeof (result as Partial<PromiseLike<unknown>> | undefined)?.then === 'function';
  return isLater ? Promise.resolve(result).then(settle) : settle(result as StandardResult);
}

/** The members' names on the way to the fault. */
function pathOf({ path = [] }: StandardIssue): string[] {
  return path.map((part) => String(typeof part === 'object' ? part.key : part));
}

/** Whether `fields` decides if a member is there: those of the answer itself, and of each item of a list. */
function isTopLevel([first, ...rest]: readonly string[]): boolean {
  return rest.length === 0 || (first === 'results' && rest.length === 2);
}

/** Single faults as the API would name them: a map of fields, with `non_field_errors` for what is wrong with the whole. */
function toFieldErrors(issues: readonly StandardIssue[]): FieldErrors {
  const fields = emptyMap();
  for (const issue of issues) {
    const path = pathOf(issue);
    const last = path.pop() ?? 'non_field_errors';
    let inside = fields;
    for (const name of path) {
      const next = inside[name];
      const deeper = typeof next === 'object' && !Array.isArray(next) ? next : emptyMap();
      inside[name] = deeper;
      inside = deeper;
    }
    const known = inside[last];
    inside[last] = [...(Array.isArray(known) ? known : []), issue.message];
  }
  return fields;
}

/** Without a prototype: the names are the request's, and one may be `__proto__`. */
function emptyMap(): FieldErrors {
  return Object.create(null) as FieldErrors;
}
