import type { Report } from './issue.ts';
import { nearestName } from './nearest-name.ts';

// Messages say what the schema requires, and show no part of the value. Only a suggested name is in double quotes: the client redacts any
// other quoted text, because other validators quote values.

/** What a schema accepts, as `expectedOf` in check.ts describes it. */
export interface Expected {
  /** zod's name of the type. */
  readonly type: string;
  /** Such as `a calendar date, YYYY-MM-DD`. */
  readonly words: string;
}

/** For parentheses: `string` for `a string`. */
function bare({ words }: Expected): string {
  return words.replace(/^an? /, '');
}

export function missing(expected: Expected, report: Report): void {
  const message = `Required (${bare(expected)}).`;
  report.add({ code: 'invalid_type', kind: 'missing', expected: expected.type, message });
}

export function wrongType({ type, words }: Expected, value: unknown, report: Report): void {
  const kind = value === null ? 'null' : 'type';
  const message = `Expected ${words}, not ${nameOfType(value)}.`;
  report.add({ code: 'invalid_type', kind, expected: type, message });
}

function nameOfType(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function unreadable(report: Report): void {
  const message = 'Expected plain data, but a getter or proxy threw while it was read.';
  report.add({ code: 'invalid_type', kind: 'type', expected: 'unknown', message });
}

export function wrongFormat(format: string, words: string, report: Report): void {
  const message = `Expected ${words}.`;
  report.add({ code: 'invalid_format', kind: 'format', origin: 'string', format, message });
}

/** For a value that matches several schemas of which exactly one may match. */
export function severalForms(report: Report): void {
  const message = 'Expected exactly one of several forms, but more than one matches.';
  report.add({ code: 'invalid_union', kind: 'type', message });
}

export function repeated(report: Report): void {
  const message = 'Items must be unique.';
  report.add({ code: 'invalid_format', kind: 'format', origin: 'array', format: 'unique', message });
}

/** A value that the spec lists. */
export type Listed = string | number | boolean | null;

export function unknownValue(values: readonly Listed[], report: Report): void {
  const message = `Expected ${listed(values)}.`;
  report.add({ code: 'invalid_value', kind: 'unknown-value', values, message });
}

/** Such as `one of: a, b`. */
export function listed(values: readonly Listed[]): string {
  return values.length === 1 ? String(values[0]) : `one of: ${values.join(', ')}`;
}

/** @param known - The names that the schema has. */
export function unknownField(name: string, known: readonly string[], report: Report): void {
  const shown = shownName(name);
  const nearest = nearestName(name, known);
  const message = nearest === undefined ? 'Unknown field.' : `Unknown field. Did you mean "${nearest}"?`;
  report.enter(shown);
  report.add({ code: 'unrecognized_keys', kind: 'unknown-field', keys: [shown], message });
  report.leave();
}

/**
 * A field's name if it looks like one that a program gives, such as `first_name` or `firstName`, otherwise `*`. So a person's name or
 * number that was put into a field's name by mistake appears in no log.
 */
export function shownName(name: string): string {
  return /^[a-z]\w{0,63}$/.test(name) && name.replace(/\D/g, '').length < 4 ? name : '*';
}

type Measured = 'string' | 'number' | 'array' | 'object';

/** Such as `10 items`. */
function amount(count: number, measured: Measured): string {
  if (measured === 'number') return String(count);
  const unit = { string: 'character', array: 'item', object: 'field' }[measured];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export function tooBig(
  expected: Expected,
  origin: Measured,
  maximum: number,
  report: Report,
  inclusive = true,
): void {
  const message = `Must ${boundWords(origin, inclusive ? 'at most' : 'less than')} ${amount(maximum, origin)} (${bare(expected)}).`;
  report.add({ code: 'too_big', kind: 'bounds', origin, maximum, inclusive, message });
}

export function tooSmall(
  expected: Expected,
  origin: Measured,
  minimum: number,
  report: Report,
  inclusive = true,
): void {
  const message = `Must ${boundWords(origin, inclusive ? 'at least' : 'greater than')} ${amount(minimum, origin)} (${bare(expected)}).`;
  report.add({ code: 'too_small', kind: 'bounds', origin, minimum, inclusive, message });
}

function boundWords(origin: Measured, comparison: string): string {
  return `${origin === 'number' ? 'be' : 'have'} ${comparison}`;
}

export function blank(expected: Expected, minimum: number, report: Report): void {
  const message = `Must not be empty (${bare(expected)}).`;
  report.add({ code: 'too_small', kind: 'blank', origin: 'string', minimum, inclusive: true, message });
}

export function tooDeep(maximum: number, report: Report): void {
  const message = `Must not be nested more than ${maximum} levels deep.`;
  const bounds = { origin: 'object', maximum, inclusive: true } as const;
  report.add({ code: 'too_big', kind: 'bounds', ...bounds, message });
}
