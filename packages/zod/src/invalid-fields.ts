import type { ApiErrorBody, InvalidFields } from './generated/types.gen.ts';
import { type Issue, issueLimit } from './issue.ts';

/** A failed validation: a `ZodError`, or the result of a Standard Schema. */
export interface Failure {
  readonly issues: readonly { readonly path?: readonly unknown[] | undefined }[];
}

/**
 * Turns issues into `invalid_fields`, the shape in which the API reports them: each field with its messages, or with the fields inside
 * it. Messages about the whole body are in `non_field_errors`. Uses the first 1,000 issues.
 *
 * The messages are those of Django REST Framework, as the API sends them if they are known. None contains a value: if the API would quote
 * an unknown choice, this says `This is not a valid choice.`
 *
 * @throws `TypeError` if `failure` has no `issues`, as the result of a successful validation.
 */
export function toInvalidFields(failure: Failure): InvalidFields {
  return fieldsOf(issuesIn('toInvalidFields', failure));
}

/**
 * Makes the body of the API's error response with status 400.
 *
 * @throws `TypeError` if `failure` has no `issues`, as the result of a successful validation.
 * @example
 * ```ts
 * const { error } = VerificationInput.safeParse(body);
 * if (error) return Response.json(toApiErrorBody(error), { status: 400 });
 * ```
 */
export function toApiErrorBody(failure: Failure): ApiErrorBody {
  const issues = issuesIn('toApiErrorBody', failure);
  const isNoObject = issues.some(({ path }) => path.length === 0);
  if (isNoObject) return { error: { message: 'Invalid data. Expected a dictionary.' } };
  return { error: { message: 'Invalid field values provided', invalid_fields: fieldsOf(issues) } };
}

/** An issue of any validator. */
interface FailedIssue {
  readonly path: readonly string[];
  readonly words: string;
}

function issuesIn(caller: string, failure: Failure): FailedIssue[] {
  const issues = (failure as Failure | null | undefined)?.issues;
  if (!Array.isArray(issues)) {
    throw new TypeError(
      `${caller}: failure must have issues, as the error of safeParse() and the result of a failed Standard Schema do.`,
    );
  }
  return issues.slice(0, issueLimit).map((issue) => {
    try {
      const path = Array.isArray(issue.path) ? issue.path : [];
      return { path: path.slice(0, deepest).map(nameOf), words: wordsOf(issue) };
    } catch {
      return { path: [], words: somethingElse };
    }
  });
}

/** How many steps of a path are shown, and how long each may be, in UTF-16 code units. */
const deepest = 100;
const longestName = 64;

/** The name in a step of a path, which may be an object in Standard Schema. `*` if it has none. */
function nameOf(step: unknown): string {
  const key = (step as { key?: unknown } | null | undefined)?.key ?? step;
  if (typeof key !== 'string' && typeof key !== 'number') return '*';
  const name = String(key);
  return name.length > longestName ? '*' : name;
}

function fieldsOf(issues: readonly FailedIssue[]): InvalidFields {
  const fields: InvalidFields = Object.create(null);
  for (const { path, words } of issues) add(fields, path.length === 0 ? ['non_field_errors'] : path, words);
  return fields;
}

/** Adds a message. Messages about a field replace those about the fields inside it. */
function add(fields: InvalidFields, path: readonly string[], text: string): void {
  let inside = fields;
  for (const name of path.slice(0, -1)) {
    const present = inside[name];
    if (Array.isArray(present)) return;
    const deeper: InvalidFields = present ?? Object.create(null);
    inside[name] = deeper;
    inside = deeper;
  }
  const last = path.at(-1) as string;
  const known = inside[last];
  const texts = Array.isArray(known) ? known : [];
  if (!texts.includes(text)) texts.push(text);
  inside[last] = texts;
}

const somethingElse = 'Enter a valid value.';

const typeWords: Record<string, string> = {
  string: 'Not a valid string.',
  int: 'A valid integer is required.',
  boolean: 'Must be a valid boolean.',
  array: 'Expected a list of items.',
  object: 'Invalid data. Expected a dictionary.',
  record: 'Invalid data. Expected a dictionary.',
};

const formatWords: Record<string, string> = {
  date: 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.',
  email: 'Enter a valid email address.',
  regex: 'This value does not match the required pattern.',
};

/** The message of Django REST Framework. An issue of another package's schema has no kind. */
function wordsOf(issue: Issue): string {
  switch (issue.kind) {
    case 'missing':
      return 'This field is required.';
    case 'null':
      return 'This field may not be null.';
    case 'blank':
      return 'This field may not be blank.';
    case 'type':
      return typeWords[issue.expected as string] ?? somethingElse;
    case 'format':
      return formatWords[issue.format as string] ?? somethingElse;
    case 'bounds':
      return boundsWords(issue);
    case 'unknown-value':
      return 'This is not a valid choice.';
    case 'unknown-field':
      return 'This field is not known.';
    default:
      return somethingElse;
  }
}

function boundsWords({ origin, minimum, maximum }: Issue): string {
  if (origin === 'number') {
    return maximum === undefined
      ? `Ensure this value is greater than or equal to ${minimum}.`
      : `Ensure this value is less than or equal to ${maximum}.`;
  }
  const unit = origin === 'string' ? 'characters' : 'elements';
  return maximum === undefined
    ? `Ensure this field has at least ${minimum} ${unit}.`
    : `Ensure this field has no more than ${maximum} ${unit}.`;
}
