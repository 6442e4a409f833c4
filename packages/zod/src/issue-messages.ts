import type { Report } from './issue.ts';
import { nearestName } from './nearest-name.ts';

// What is wrong, in words: what was expected, and what to do. Never a part of the value.

/** What is missing, or has no type that the spec has, as `expectedOf` in check.ts says it. */
export interface Expected {
  /** zod's name of the type. */
  readonly type: string;
  /** Such as `a calendar date, YYYY-MM-DD`. */
  readonly words: string;
}

export function missing({ type, words }: Expected, report: Report): void {
  report.add({
    code: 'invalid_type',
    kind: 'missing',
    expected: type,
    message: `This member is required, and it is missing. Send ${words}.`,
  });
}

export function wrongType({ type, words }: Expected, value: unknown, report: Report): void {
  const expected = { code: 'invalid_type', expected: type };
  if (value === null) {
    const message = `Expected ${words}, but this is null. Send ${words}, or leave it out if it is optional.`;
    report.add({ ...expected, kind: 'null', message });
    return;
  }
  report.add({
    ...expected,
    kind: 'type',
    message: `Expected ${words}, but this is ${nameOfType(value)}. ${remedy(type, value) ?? `Send ${words}.`}`,
  });
}

export function unreadable(report: Report): void {
  report.add({
    code: 'invalid_type',
    kind: 'type',
    expected: 'unknown',
    message: 'Expected plain data, but reading this failed. Send it without getters and proxies.',
  });
}

function nameOfType(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const type = typeof value;
  return type === 'object' ? 'an object' : `a ${type}`;
}

function remedy(expectedType: string, value: unknown): string | undefined {
  const isText = typeof value === 'string';
  if (expectedType === 'string' && !isText && typeof value !== 'object') return 'Put it in quotes.';
  if ((expectedType === 'int' || expectedType === 'number' || expectedType === 'boolean') && isText)
    return 'Send it without quotes.';
  return undefined;
}

export function wrongFormat(format: string, words: string, report: Report): void {
  report.add({
    code: 'invalid_format',
    kind: 'format',
    origin: 'string',
    format,
    message: `Expected ${words}. Write it in that form.`,
  });
}

/** Of a value that has to have one form of several, and has more. */
export function severalForms(report: Report): void {
  report.add({
    code: 'invalid_union',
    kind: 'type',
    message: 'Expected one of several forms, but this has more than one of them. Send what is of one form.',
  });
}

/** Of a list whose items all have to differ. */
export function repeated(report: Report): void {
  report.add({
    code: 'invalid_format',
    kind: 'format',
    origin: 'array',
    format: 'unique',
    message: 'Expected a list in which no item is there twice. Remove what is repeated.',
  });
}

/** A value that the spec lists. */
export type Listed = string | number | boolean | null;

export function unknownValue(values: readonly Listed[], report: Report): void {
  report.add({
    code: 'invalid_value',
    kind: 'unknown-value',
    values,
    message: `Expected ${listed(values)}. Send one that is listed.`,
  });
}

/** Such as `one of 'a', 'b'`. In single quotes: the client takes what stands in double ones for a value, and cuts it out. */
export function listed(values: readonly Listed[]): string {
  const quoted = values.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join(', ');
  return values.length === 1 ? quoted : `one of ${quoted}`;
}

/** @param known - The names that the spec has beside it. */
export function unknownField(name: string, known: readonly string[], report: Report): void {
  const shown = shownName(name);
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? 'Remove it.' : `Did you mean '${nearest}'?`;
  report.enter(shown);
  report.add({
    code: 'unrecognized_keys',
    kind: 'unknown-field',
    keys: [shown],
    message: `The API has no such member here. ${hint}`,
  });
  report.leave();
}

/**
 * A member's name as it may be shown: as it is where it looks like a name that a program gives, such as `first_name` or
 * `firstName`, else `*`. So what was put into a name by mistake, such as a person's name or number, is in no log.
 */
export function shownName(name: string): string {
  return /^[a-z]\w{0,63}$/.test(name) && (name.match(/\d/g)?.length ?? 0) < 4 ? name : '*';
}

type Measured = 'string' | 'number' | 'array' | 'object';

const units = { string: 'character', array: 'item', object: 'member' };

function counted(count: number, measured: Exclude<Measured, 'number'>): string {
  return `${count} ${units[measured]}${count === 1 ? '' : 's'}`;
}

export function tooBig(
  { words }: Expected,
  origin: Measured,
  maximum: number,
  report: Report,
  inclusive = true,
): void {
  const message =
    origin === 'number'
      ? `Expected ${words} ${inclusive ? `of ${maximum} or less` : `below ${maximum}`}. Send a smaller one.`
      : `Expected ${words}, but this has more than ${counted(maximum, origin)}. Send fewer.`;
  report.add({ code: 'too_big', kind: 'bounds', origin, maximum, inclusive, message });
}

export function tooSmall(
  { words }: Expected,
  origin: Measured,
  minimum: number,
  report: Report,
  inclusive = true,
): void {
  const message =
    origin === 'number'
      ? `Expected ${words} ${inclusive ? `of ${minimum} or more` : `above ${minimum}`}. Send a larger one.`
      : `Expected ${words}, but this has fewer than ${counted(minimum, origin)}. Send all of it.`;
  report.add({ code: 'too_small', kind: 'bounds', origin, minimum, inclusive, message });
}

export function blank({ words }: Expected, minimum: number, report: Report): void {
  const message = `Expected ${words}, but this is empty. Fill it in, or leave it out if it is optional.`;
  report.add({ code: 'too_small', kind: 'blank', origin: 'string', minimum, inclusive: true, message });
}

export function tooDeep(maximum: number, report: Report): void {
  report.add({
    code: 'too_big',
    kind: 'bounds',
    origin: 'object',
    maximum,
    inclusive: true,
    message: `Expected at most ${maximum} objects inside each other. Send a flatter one.`,
  });
}
