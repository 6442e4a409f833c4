import type * as core from 'zod/v4/core';
import {
  blank,
  type Expected,
  listed,
  missing,
  tooBig,
  tooDeep,
  tooSmall,
  unknownMember,
  unknownValue,
  wrongFormat,
  wrongType,
} from './faults.ts';
import type { Issue, Report } from './issue.ts';

// zod's own interpreter is not used: it takes four times as long as ajv where no code may be made from strings, it passes over
// `__proto__`, and it puts what may be data, such as keys of a map, into its issues.

/**
 * Says whether a value is as a definition wants it.
 *
 * @param report - Takes what is wrong. Where it is undefined, the check stops at the first fault.
 * @param depth - How many schemas refer to each other above this one.
 */
export type Check = (value: unknown, report: Report | undefined, depth: number) => boolean;

/** How deep maps may stand in maps. The spec has no end; without one, a hostile body would exhaust the stack. */
const deepest = 100;

/** The schemas of zod that the generation writes. */
export type ZodDef =
  | { type: 'optional' | 'nullable'; innerType: core.$ZodType }
  | { type: 'string' | 'number'; checks?: core.$ZodCheck[] }
  | { type: 'boolean' }
  | { type: 'literal'; values: string[] }
  | { type: 'enum'; entries: Record<string, string> }
  | { type: 'array'; element: core.$ZodType; checks?: core.$ZodCheck[] }
  | { type: 'object'; shape: Record<string, core.$ZodType>; catchall?: core.$ZodType }
  | { type: 'record'; valueType: core.$ZodType; checks?: core.$ZodCheck[] }
  | { type: 'union'; options: core.$ZodType[] }
  | { type: 'custom'; definition: () => core.$ZodType; examine: Check };
type DefOf<Type extends ZodDef['type']> = Extract<ZodDef, { type: Type }>;

export function zodDefOf(schema: core.$ZodType): ZodDef {
  return schema._zod.def as unknown as ZodDef;
}

/**
 * Makes a check of a definition.
 *
 * @throws Where the definition has something of zod that the generation never writes.
 */
export function checkOf(schema: core.$ZodType): Check {
  const def = zodDefOf(schema);
  switch (def.type) {
    case 'optional':
      return checkOf(def.innerType);
    case 'nullable': {
      const inner = checkOf(def.innerType);
      return (value, report, depth) => value === null || inner(value, report, depth);
    }
    case 'string':
      return typedCheck(schema, (value) => typeof value === 'string', rulesOf(schema, def.checks));
    case 'number':
      return typedCheck(schema, Number.isInteger, rulesOf(schema, def.checks));
    case 'boolean':
      return typedCheck(schema, (value) => typeof value === 'boolean', []);
    case 'literal':
      return valueCheck(schema, def.values);
    case 'enum':
      return valueCheck(schema, Object.values(def.entries));
    case 'array':
      return arrayCheck(schema, def);
    case 'object':
      return objectCheck(schema, def);
    case 'record':
      return mapCheck(schema, def);
    case 'union': {
      const values = openEnumOf(def);
      return values === undefined ? unionCheck(schema, def) : openEnumCheck(schema, values);
    }
    case 'custom':
      return (value, report, depth) => def.examine(value, report, depth + 1);
    default:
      throw new Error(`No check is written for zod's ${(def as { type: string }).type}.`);
  }
}

/** The type that a schema takes, for zod and for people. */
function expectedOf(schema: core.$ZodType): Expected {
  const def = zodDefOf(schema);
  switch (def.type) {
    case 'optional':
      return expectedOf(def.innerType);
    case 'nullable': {
      const { type, words } = expectedOf(def.innerType);
      return { type, words: `${words}, or null` };
    }
    case 'string': {
      const form = def.checks?.map((check) =>
        (check._zod.def as unknown as { error?: () => string }).error?.(),
      );
      return { type: 'string', words: form?.find((words) => words !== undefined) ?? 'a string' };
    }
    case 'number':
      return { type: 'int', words: 'a whole number' };
    case 'boolean':
      return { type: 'boolean', words: 'true or false' };
    case 'literal':
      return { type: 'string', words: listed(def.values) };
    case 'enum':
      return { type: 'string', words: listed(Object.values(def.entries)) };
    case 'array':
      return { type: 'array', words: 'a list' };
    case 'object':
      return { type: 'object', words: 'an object' };
    case 'record':
      return { type: 'record', words: 'an object' };
    case 'union': {
      if (openEnumOf(def) !== undefined) return { type: 'string', words: 'a string' };
      const options = def.options.map(expectedOf);
      return {
        type: options[0]?.type ?? '',
        words: [...new Set(options.map(({ words }) => words))].join(', or '),
      };
    }
    case 'custom':
      return expectedOf(def.definition());
  }
}

/** A rule about a value whose type is right. */
type Rule = (value: unknown, report: Report | undefined) => boolean;

function typedCheck(schema: core.$ZodType, isOfType: (value: unknown) => boolean, rules: Rule[]): Check {
  return (value, report) => {
    if (!isOfType(value)) {
      if (report !== undefined) wrongType(expectedOf(schema), value, report);
      return false;
    }
    return follows(rules, value, report);
  };
}

/** Whether all rules hold. What comes after the first that does not is not asked: a list too long is not gone through. */
function follows(rules: readonly Rule[], value: unknown, report: Report | undefined): boolean {
  for (const rule of rules) if (!rule(value, report)) return false;
  return true;
}

function rulesOf(schema: core.$ZodType, checks: readonly core.$ZodCheck[] = []): Rule[] {
  return checks.map((check) => ruleOf(schema, check._zod.def as unknown as RuleDef));
}

/** The checks of zod that the generation writes. */
type RuleDef =
  | { check: 'max_length'; maximum: number }
  | { check: 'min_length'; minimum: number }
  | { check: 'greater_than' | 'less_than'; value: number }
  | { check: 'string_format'; pattern: RegExp; error: () => string }
  | {
      check: 'custom';
      fn: (value: unknown) => boolean;
      params: { format?: string; maximum?: number };
      error: () => string;
    };

function ruleOf(schema: core.$ZodType, def: RuleDef): Rule {
  switch (def.check) {
    case 'max_length':
      return (value, report) => {
        if (!isLonger(value as string | unknown[], def.maximum)) return true;
        if (report !== undefined) tooBig(expectedOf(schema), originOf(value), def.maximum, report);
        return false;
      };
    case 'min_length':
      return (value, report) => {
        if (isLonger(value as string | unknown[], def.minimum - 1)) return true;
        if (report === undefined) return false;
        if (value === '') blank(expectedOf(schema), def.minimum, report);
        else tooSmall(expectedOf(schema), originOf(value), def.minimum, report);
        return false;
      };
    case 'less_than':
      return (value, report) => {
        if ((value as number) <= def.value) return true;
        if (report !== undefined) tooBig(expectedOf(schema), 'number', def.value, report);
        return false;
      };
    case 'greater_than':
      return (value, report) => {
        if ((value as number) >= def.value) return true;
        if (report !== undefined) tooSmall(expectedOf(schema), 'number', def.value, report);
        return false;
      };
    case 'string_format':
      return (value, report) => {
        if (def.pattern.test(value as string)) return true;
        if (report !== undefined) wrongFormat('regex', def.error(), report);
        return false;
      };
    case 'custom': {
      const { format, maximum } = def.params;
      return (value, report) => {
        if (def.fn(value)) return true;
        if (report === undefined) return false;
        if (format !== undefined) wrongFormat(format, def.error(), report);
        if (maximum !== undefined) tooBig(expectedOf(schema), 'object', maximum, report);
        return false;
      };
    }
  }
}

function originOf(value: unknown): 'string' | 'array' {
  return typeof value === 'string' ? 'string' : 'array';
}

/** Whether a string has more characters (Unicode code points), or a list more items, than a number says. */
function isLonger(value: string | unknown[], limit: number): boolean {
  if (value.length <= limit) return false;
  // A character takes one or two units: what is more than twice as long needs no counting.
  if (typeof value !== 'string' || value.length > 2 * limit) return true;
  const pairs = value.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return value.length - pairs > limit;
}

function valueCheck(schema: core.$ZodType, values: readonly string[]): Check {
  const known = new Set<unknown>(values);
  return (value, report) => {
    if (known.has(value)) return true;
    if (report === undefined) return false;
    if (typeof value === 'string') unknownValue(values, report);
    else wrongType(expectedOf(schema), value, report);
    return false;
  };
}

/** The values of an enum as responses have it: one that is listed, or any other string. Undefined where it is none. */
export function openEnumOf({ options: [listed, other] }: DefOf<'union'>): readonly string[] | undefined {
  const def = listed && zodDefOf(listed);
  return def?.type === 'enum' && other?._zod.def.type === 'string' ? Object.values(def.entries) : undefined;
}

function openEnumCheck(schema: core.$ZodType, values: readonly string[]): Check {
  const known = new Set<unknown>(values);
  return (value, report) => {
    if (typeof value !== 'string') {
      if (report !== undefined) wrongType(expectedOf(schema), value, report);
      return false;
    }
    if (report?.drift === true && !known.has(value)) unknownValue(values, report);
    return true;
  };
}

function arrayCheck(schema: core.$ZodType, def: DefOf<'array'>): Check {
  const element = checkOf(def.element);
  const rules = rulesOf(schema, def.checks);
  return (value, report, depth) => {
    if (!Array.isArray(value)) {
      if (report !== undefined) wrongType(expectedOf(schema), value, report);
      return false;
    }
    if (!follows(rules, value, report)) return false;
    let isRight = true;
    for (let index = 0; index < value.length; index += 1) {
      report?.enter(index);
      if (!element(value[index], report, depth)) isRight = false;
      report?.leave();
      if (!isRight && (report === undefined || report.isFull)) return false;
    }
    return isRight;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectCheck(schema: core.$ZodType, { shape, catchall }: DefOf<'object'>): Check {
  const names = Object.keys(shape);
  const members = names.map((name) => {
    const member = shape[name] as core.$ZodType;
    return { name, schema: member, check: checkOf(member), isOptional: member._zod.def.type === 'optional' };
  });
  const isClosed = catchall?._zod.def.type === 'never';
  return (value, report, depth) => {
    if (!isObject(value)) {
      if (report !== undefined) wrongType(expectedOf(schema), value, report);
      return false;
    }
    let isRight = true;
    let known = 0;
    for (const member of members) {
      const inside = value[member.name];
      if (inside === undefined) {
        // What is undefined is not there once the body is JSON.
        if (member.name in value) known += 1;
        if (member.isOptional) continue;
      } else {
        known += 1;
        if (report === undefined && member.check(inside, undefined, depth)) continue;
      }
      if (report === undefined) return false;
      report.enter(member.name);
      if (inside === undefined) missing(expectedOf(member.schema), report);
      if (inside === undefined || !member.check(inside, report, depth)) isRight = false;
      report.leave();
    }
    if ((!isClosed && report?.drift !== true) || !hasMoreThan(value, known)) return isRight;
    for (const name of report === undefined ? [] : Object.keys(value)) {
      if (report?.isFull) break;
      if (!Object.hasOwn(shape, name)) unknownMember(name, names, report as Report);
    }
    return isRight && !isClosed;
  };
}

function hasMoreThan(value: object, members: number): boolean {
  let count = 0;
  for (const _ in value) {
    count += 1;
    if (count > members) return true;
  }
  return false;
}

function mapCheck(schema: core.$ZodType, def: DefOf<'record'>): Check {
  const member = checkOf(def.valueType);
  const rules = rulesOf(schema, def.checks);
  return (value, report, depth) => {
    if (!isObject(value)) {
      if (report !== undefined) wrongType(expectedOf(schema), value, report);
      return false;
    }
    if (depth > deepest) {
      if (report !== undefined) tooDeep(deepest, report);
      return false;
    }
    if (!follows(rules, value, report)) return false;
    // Keys are data: no report names one, and so one report is as good as many.
    report?.enter('*');
    const isRight = Object.keys(value).every((key) => {
      const inside = value[key];
      return inside === undefined || member(inside, report, depth);
    });
    report?.leave();
    return isRight;
  };
}

/** Right where one of the options is. Else told is what the options that came nearest find wrong. */
function unionCheck(schema: core.$ZodType, def: DefOf<'union'>): Check {
  const options = def.options.map((option) => checkOf(option));
  return (value, report, depth) => {
    const failures: (readonly Issue[])[] = [];
    for (const option of options) {
      const fork = report?.fork();
      if (option(value, fork, depth)) {
        if (fork !== undefined) report?.addAll(fork.issues);
        return true;
      }
      if (fork !== undefined) failures.push(fork.issues);
    }
    if (report === undefined) return false;
    const mismatch = report.fork();
    wrongType(expectedOf(schema), value, mismatch);
    const steps = mismatch.issues[0]?.path.length;
    // An option for another type does not know what is wrong with the value.
    const nearest = failures.filter(
      ([first]) => !((first?.kind === 'type' || first?.kind === 'null') && first.path.length === steps),
    );
    report.addAll(nearest.length === 0 ? mismatch.issues : mergeFailures(nearest));
    return false;
  };
}

/** What to tell of options that failed: of those with the fewest issues the first, and any member of which one would do. */
function mergeFailures(failures: readonly (readonly Issue[])[]): readonly Issue[] {
  const fewest = Math.min(...failures.map((issues) => issues.length));
  const [first = [], ...others] = failures.filter((issues) => issues.length === fewest);
  const missed = [first, ...others].map((issues) => issues.filter(({ kind }) => kind === 'missing'));
  const names = [...new Set(missed.flat().map(({ path }) => String(path.at(-1))))];
  if (names.length < 2 || missed.some((issues) => issues.length !== 1)) return first;
  const message = `One of these members is required, and all are missing: ${names.join(', ')}. Send one of them.`;
  return [
    ...missed.flat().map((issue) => ({ ...issue, message })),
    ...first.filter(({ kind }) => kind !== 'missing'),
  ];
}
