import type { ApiErrorBody, InvalidFields } from './generated/types.gen.ts';
import { type Issue, issueLimit } from './issue.ts';

/** What a check failed with: a `ZodError`, or the result of a Standard Schema. */
export interface Failure {
  readonly issues: readonly { readonly path?: readonly unknown[] | undefined }[];
}

/**
 * What is wrong, in the API's own shape: the body's fields, each with what is wrong with it, or with what is wrong inside it.
 * What is wrong with the body as a whole is in `non_field_errors`. Of many issues, the first 1,000 are taken.
 *
 * The words are the API's where they are known, which are those of Django REST Framework. None holds a value: where the API would
 * repeat a choice that it does not know, this says `This is not a valid choice.`
 *
 * @throws `TypeError` if there are no issues, as in the result of a check that succeeded.
 */
export function toInvalidFields(failure: Failure): InvalidFields {
  return fieldsOf(issuesIn('toInvalidFields', failure));
}

/**
 * The body with which the API rejects a request, status 400.
 *
 * @throws `TypeError` if there are no issues, as in the result of a check that succeeded.
 */
export function toApiErrorBody(failure: Failure): ApiErrorBody {
  const issues = issuesIn('toApiErrorBody', failure);
  const isNoObject = issues.some(({ path }) => path.length === 0);
  if (isNoObject) return { error: { message: 'Invalid data. Expected a dictionary.' } };
  return { error: { message: 'Invalid field values provided', invalid_fields: fieldsOf(issues) } };
}

/** An issue, whichever validator it comes from. */
interface FailedIssue {
  readonly path: readonly string[];
  readonly words: string;
}

function issuesIn(caller: string, failure: Failure): FailedIssue[] {
  const issues = (failure as Failure | null | undefined)?.issues;
  if (!Array.isArray(issues)) {
    throw new TypeError(
      `${caller} takes what a check failed with: the error of safeParse, or the result of a Standard Schema that has issues.`,
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

/** How many steps of a path are shown, and how many letters of each. */
const deepest = 100;
const longestName = 64;

/** The name in a step of a path, which Standard Schema allows to be an object. `*` if it is no name. */
function nameOf(step: unknown): string {
  const key = typeof step === 'object' && step !== null && 'key' in step ? step.key : step;
  if (typeof key !== 'string' && typeof key !== 'number') return '*';
  const name = String(key);
  return name.length > longestName ? '*' : name;
}

function fieldsOf(issues: readonly FailedIssue[]): InvalidFields {
  const fields: InvalidFields = Object.create(null);
  for (const { path, words } of issues) add(fields, path.length === 0 ? ['non_field_errors'] : path, words);
  return fields;
}

/** Adds a text. What is wrong with a field hides what is wrong inside it. */
function add(fields: InvalidFields, path: readonly string[], text: string): void {
  let inside = fields;
  for (const name of path.slice(0, -1)) {
    const present = inside[name];
    if (Array.isArray(present)) return;
    const deeper: InvalidFields = present ?? Object.create(null);
    inside[name] = deeper;
    inside = deeper;
  }
  const last = path.at(-1) ?? '';
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

/** In the words of Django REST Framework. An issue of a schema that is not ours has no kind. */
function wordsOf(issue: Issue): string {
  switch (issue.kind) {
    case 'missing':
      return 'This field is required.';
    case 'null':
      return 'This field may not be null.';
    case 'blank':
      return 'This field may not be blank.';
    case 'type':
      return typeWords[issue.expected ?? ''] ?? somethingElse;
    case 'format':
      return formatWords[issue.format ?? ''] ?? somethingElse;
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
