import * as core from 'zod/v4/core';
import { Report } from './issue.ts';
import {
  blank,
  type Expected,
  repeated,
  tooBig,
  tooSmall,
  wrongFormat,
  wrongType,
} from './issue-messages.ts';

// The checks that the generated schemas use. Each describes itself to z.toJSONSchema and z.compile as zod's check of the same name, and
// validates by a rule that puts no value into an issue.

/** Whether a value of the right type follows the rule. If not, it adds an issue to the report. */
export type Rule = (value: unknown, report: Report, expected: () => Expected) => boolean;

interface OwnInternals {
  readonly def: object;
  readonly rule: Rule;
  /** The format of a string, in words. */
  readonly words?: string;
}

/** The rule of a check. Undefined if the check is not of this package. */
export function ruleOf(check: core.$ZodCheck): Rule | undefined {
  return (check._zod as unknown as Partial<OwnInternals>).rule;
}

export function wordsOf(check: core.$ZodCheck): string | undefined {
  return (check._zod as unknown as Partial<OwnInternals>).words;
}

/** What a check of zod knows of the schema that it is in. */
const anything: Expected = { type: 'unknown', words: 'a value' };

/** @param onattach - Adds to the schema what z.toJSONSchema cannot learn from a check of zod. */
function own<Value>(
  def: object,
  rule: Rule,
  { words, onattach = [] }: { words?: string; onattach?: ((schema: core.$ZodType) => void)[] } = {},
): core.$ZodCheck<Value> {
  const check = ({ value, issues }: core.ParsePayload) => {
    const report = new Report(false);
    rule(value, report, () => anything);
    issues.push(...(report.issues as unknown as core.$ZodRawIssue[]));
  };
  return { _zod: { def, rule, words, check, onattach } } as unknown as core.$ZodCheck<Value>;
}

/** Makes z.toJSONSchema write keywords that zod has no check for. */
function inJsonSchema(keywords: Record<string, unknown>): { onattach: ((schema: core.$ZodType) => void)[] } {
  return { onattach: [(schema) => void core.globalRegistry.add(schema, keywords)] };
}

/** A maximum of characters or items. */
export function maxLength(maximum: number): core.$ZodCheck<string | unknown[]> {
  return own({ check: 'max_length', maximum }, (value, report, expected) => {
    if (!isLonger(value as string | unknown[], maximum)) return true;
    tooBig(expected(), originOf(value), maximum, report);
    return false;
  });
}

/** A minimum of characters or items. */
export function minLength(minimum: number): core.$ZodCheck<string | unknown[]> {
  return own({ check: 'min_length', minimum }, (value, report, expected) => {
    if (isLonger(value as string | unknown[], minimum - 1)) return true;
    if (value === '') blank(expected(), minimum, report);
    else tooSmall(expected(), originOf(value), minimum, report);
    return false;
  });
}

function originOf(value: unknown): 'string' | 'array' {
  return typeof value === 'string' ? 'string' : 'array';
}

/** Whether a string has more characters (Unicode code points), or an array more items, than a limit. */
function isLonger(value: string | unknown[], limit: number): boolean {
  if (value.length <= limit) return false;
  // A character takes one or two units, so a string of more than twice the limit need not be counted.
  if (typeof value !== 'string' || value.length > 2 * limit) return true;
  const pairs = value.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return value.length - pairs > limit;
}

/** An inclusive minimum. */
export function gte(value: number): core.$ZodCheck<number> {
  return lowerBound(value, true);
}

/** An exclusive minimum. */
export function gt(value: number): core.$ZodCheck<number> {
  return lowerBound(value, false);
}

/** An inclusive maximum. */
export function lte(value: number): core.$ZodCheck<number> {
  return upperBound(value, true);
}

/** An exclusive maximum. */
export function lt(value: number): core.$ZodCheck<number> {
  return upperBound(value, false);
}

function lowerBound(bound: number, inclusive: boolean): core.$ZodCheck<number> {
  return own({ check: 'greater_than', value: bound, inclusive }, (value, report, expected) => {
    if ((value as number) > bound || (inclusive && value === bound)) return true;
    tooSmall(expected(), 'number', bound, report, inclusive);
    return false;
  });
}

function upperBound(bound: number, inclusive: boolean): core.$ZodCheck<number> {
  return own({ check: 'less_than', value: bound, inclusive }, (value, report, expected) => {
    if ((value as number) < bound || (inclusive && value === bound)) return true;
    tooBig(expected(), 'number', bound, report, inclusive);
    return false;
  });
}

/** An integer of any size. */
export const whole: core.$ZodCheck<number> = /* @__PURE__ */ own(
  { check: 'custom' },
  (value, report, expected) => {
    if (Number.isInteger(value)) return true;
    wrongType(expected(), value, report);
    return false;
  },
  {
    onattach: [
      (schema) => {
        schema._zod.bag['format'] = 'int';
      },
    ],
  },
);

/** A string that matches a pattern. @param words - What the pattern matches, for people. */
export function regex(pattern: RegExp, words: string): core.$ZodCheck<string> {
  return stringFormat({ format: 'regex', pattern }, words, (text) => pattern.test(text));
}

/** A string in a format. @param words - The format, for people. */
export function format(name: string, words: string, fn: (text: string) => boolean): core.$ZodCheck<string> {
  return stringFormat({ format: name, fn }, words, fn);
}

function stringFormat(
  def: { format: string; pattern?: RegExp; fn?: unknown },
  words: string,
  fn: (text: string) => boolean,
): core.$ZodCheck<string> {
  return own(
    { check: 'string_format', ...def },
    (value, report) => {
      if (fn(value as string)) return true;
      wrongFormat(def.format, words, report);
      return false;
    },
    { words },
  );
}

/** A maximum of fields. */
export function maxProperties(maximum: number): core.$ZodCheck<object> {
  return own(
    { check: 'custom' },
    (value, report, expected) => {
      if (Object.keys(value as object).length <= maximum) return true;
      tooBig(expected(), 'object', maximum, report);
      return false;
    },
    inJsonSchema({ maxProperties: maximum }),
  );
}

/** A minimum of fields. */
export function minProperties(minimum: number): core.$ZodCheck<object> {
  return own(
    { check: 'custom' },
    (value, report, expected) => {
      if (Object.keys(value as object).length >= minimum) return true;
      tooSmall(expected(), 'object', minimum, report);
      return false;
    },
    inJsonSchema({ minProperties: minimum }),
  );
}

/** Unique items. Items are equal if their JSON is, in whatever order their fields are. */
export function uniqueItems(): core.$ZodCheck<unknown[]> {
  return own(
    { check: 'custom' },
    (value, report) => {
      const items = value as unknown[];
      if (new Set(items.map(sortedJson)).size === items.length) return true;
      repeated(report);
      return false;
    },
    inJsonSchema({ uniqueItems: true }),
  );
}

function sortedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${sortedJson((value as Record<string, unknown>)[name])}`).join()}}`;
}
