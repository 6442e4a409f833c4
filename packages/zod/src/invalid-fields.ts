import type { ApiErrorBody, InvalidFields } from './generated/types.gen.ts';
import type { Issue } from './issue.ts';

/** What a check failed with: a `ZodError`, or what a Standard Schema answers. */
export interface Failure {
  readonly issues: readonly { readonly path?: readonly unknown[] | undefined }[];
}

/**
 * What is wrong, in the API's own shape: the body's members, each with what is wrong with it, or with what is wrong inside it.
 * What is wrong with the body as a whole is in `non_field_errors`.
 *
 * The words are the API's where they are known, which are those of Django REST Framework. None holds a value: where the API would
 * repeat a choice that it does not know, this says `This is not a valid choice.`
 */
export function toInvalidFields({ issues }: Failure): InvalidFields {
  const fields: InvalidFields = Object.create(null);
  for (const issue of issues) {
    const path = (issue.path ?? []).map(nameOf);
    add(fields, path.length === 0 ? ['non_field_errors'] : path, wordsOf(issue as Issue));
  }
  return fields;
}

/** The body with which the API refuses a request, status 400. */
export function toApiErrorBody(failure: Failure): ApiErrorBody {
  const isNoObject = failure.issues.some(({ path = [] }) => path.length === 0);
  if (isNoObject) return { error: { message: 'Invalid data. Expected a dictionary.' } };
  return { error: { message: 'Invalid field values provided', invalid_fields: toInvalidFields(failure) } };
}

/** The name in a step of a path, which Standard Schema allows to be an object. */
function nameOf(step: unknown): string {
  return String(typeof step === 'object' && step !== null && 'key' in step ? step.key : step);
}

/** Adds a text. What is wrong with a field hides what is wrong inside it. */
function add(fields: InvalidFields, [name = '', ...rest]: string[], text: string): void {
  const present = fields[name];
  if (rest.length === 0) {
    const texts = Array.isArray(present) ? present : [];
    if (!texts.includes(text)) texts.push(text);
    fields[name] = texts;
  } else if (!Array.isArray(present)) {
    const inside: InvalidFields = present ?? Object.create(null);
    fields[name] = inside;
    add(inside, rest, text);
  }
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
    case 'unknown-member':
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
