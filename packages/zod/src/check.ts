import type * as core from 'zod/v4/core';
import type { Issue, Report } from './issue.ts';
import {
  type Expected,
  type Listed,
  listed,
  missing,
  severalForms,
  tooDeep,
  unknownField,
  unknownValue,
  wrongType,
} from './issue-messages.ts';
import { maxLength, minLength, type Rule, ruleOf, wordsOf } from './rules.ts';
import { type Check, isOwn, validatorOf } from './validator.ts';
import { type DefOf, isPlain, listedValuesOf, type ObjectDef, zodDefOf } from './zod-def.ts';

// zod's own interpreter is not used: where code may not be made from strings it takes four times as long as ajv, it ignores `__proto__`,
// and it puts data into its issues, such as the keys of a map.

/** How deep recursive schemas may nest. Without a limit, a hostile body would exhaust the stack. */
const deepest = 100;

/** The check of a schema. Made once, however many schemas refer to it. */
export function checkOf(schema: core.$ZodType): Check {
  return validatorOf(schema)?.check() ?? makeCheck(schema);
}

/**
 * Makes the check of a schema.
 *
 * @throws If the schema uses a part of zod that the generation never writes.
 */
export function makeCheck(schema: core.$ZodType): Check {
  const def = zodDefOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
      return checkOf(def.innerType);
    case 'nullable': {
      const inner = checkOf(def.innerType);
      return (value, report, depth) => value === null || inner(value, report, depth);
    }
    case 'string':
      return typedCheck(schema, (value) => typeof value === 'string', rulesOf(def.checks));
    case 'number':
      return typedCheck(schema, Number.isFinite, rulesOf(def.checks));
    case 'boolean':
      return typedCheck(schema, (value) => typeof value === 'boolean', []);
    case 'null':
      return typedCheck(schema, (value) => value === null, []);
    case 'unknown':
      return () => true;
    case 'literal':
      return valueCheck(schema, def.values);
    case 'enum':
      return valueCheck(schema, Object.values(def.entries));
    case 'array':
      return arrayCheck(schema, def);
    case 'tuple':
      return tupleCheck(schema, def);
    case 'object':
      return objectCheck(schema, def);
    case 'record':
      return mapCheck(schema, def);
    case 'union':
      return def.isOpenEnum ? openEnumCheck(def) : unionCheck(schema, def);
    case 'lazy':
      return lazyCheck(def);
    default:
      throw new Error(`No check is written for zod's ${(def as { type: string }).type}.`);
  }
}

/** What a schema accepts, for zod and for people. */
function expectedOf(schema: core.$ZodType): Expected {
  const def = zodDefOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
      return expectedOf(def.innerType);
    case 'nullable': {
      const { type, words } = expectedOf(def.innerType);
      return { type, words: `${words}${words.includes(',') ? ',' : ''} or null` };
    }
    case 'string':
      return {
        type: 'string',
        words: def.checks?.map(wordsOf).find((words) => words !== undefined) ?? 'a string',
      };
    case 'number':
      return schema._zod.bag['format'] === 'int'
        ? { type: 'int', words: 'an integer' }
        : { type: 'number', words: 'a number' };
    case 'boolean':
      return { type: 'boolean', words: 'a boolean' };
    case 'null':
      return { type: 'null', words: 'null' };
    case 'literal':
      return { type: typeof def.values[0], words: listed(def.values) };
    case 'enum':
      return { type: 'string', words: listed(Object.values(def.entries)) };
    case 'array':
    case 'tuple':
      return { type: 'array', words: 'an array' };
    case 'object':
    case 'record':
      return { type: def.type, words: 'an object' };
    case 'union': {
      const options = (def.isOpenEnum ? def.options.slice(1) : def.options).map(expectedOf);
      return {
        type: options[0]?.type ?? '',
        words: [...new Set(options.map(({ words }) => words))].join(' or '),
      };
    }
    case 'lazy':
      return expectedOf(def.getter());
    default:
      return { type: 'unknown', words: 'a value' };
  }
}

function typedCheck(schema: core.$ZodType, isOfType: (value: unknown) => boolean, rules: Rule[]): Check {
  const expected = () => expectedOf(schema);
  return (value, report) => {
    if (!isOfType(value)) {
      if (report !== undefined) wrongType(expected(), value, report);
      return false;
    }
    return follows(rules, value, report, expected);
  };
}

/** Whether a value follows all rules. Stops at the first that it breaks, so a list that is too long is not read. */
function follows(
  rules: readonly Rule[],
  value: unknown,
  report: Report | undefined,
  expected: () => Expected,
): boolean {
  for (const rule of rules) if (!rule(value, report, expected)) return false;
  return true;
}

function rulesOf(checks: readonly core.$ZodCheck[] = []): Rule[] {
  return checks.map(ruleOf).filter((rule) => rule !== undefined);
}

function valueCheck(schema: core.$ZodType, values: readonly Listed[]): Check {
  const known = new Set<unknown>(values);
  const types = new Set(values.map((value) => typeof value));
  return (value, report) => {
    if (known.has(value)) return true;
    if (report === undefined) return false;
    if (types.has(typeof value as 'string')) unknownValue(values, report);
    else wrongType(expectedOf(schema), value, report);
    return false;
  };
}

function openEnumCheck(def: DefOf<'union'>): Check {
  const values = listedValuesOf(def);
  const known = new Set<unknown>(values);
  const other = checkOf(def.options[1] as core.$ZodType);
  return (value, report, depth) => {
    if (known.has(value)) return true;
    if (!other(value, report, depth)) return false;
    if (report?.drift === true) unknownValue(values, report);
    return true;
  };
}

function lazyCheck({ getter }: DefOf<'lazy'>): Check {
  let check: Check | undefined;
  return (value, report, depth) => {
    if (depth >= deepest) {
      if (report !== undefined) tooDeep(deepest, report);
      return false;
    }
    check ??= checkOf(getter());
    return check(value, report, depth + 1);
  };
}

function tupleCheck(schema: core.$ZodType, def: DefOf<'tuple'>): Check {
  if (def.rest !== null) throw new Error("No check is written for zod's tuple with a rest.");
  const rules = rulesOf([minLength(def.items.length), maxLength(def.items.length), ...(def.checks ?? [])]);
  return listCheck(schema, def.items.map(checkOf), rules);
}

function arrayCheck(schema: core.$ZodType, def: DefOf<'array'>): Check {
  return listCheck(schema, [checkOf(def.element)], rulesOf(def.checks));
}

/** @param elements - The check of each item. The last is also the check of every further item. */
function listCheck(schema: core.$ZodType, elements: readonly Check[], rules: Rule[]): Check {
  const last = elements.length - 1;
  const expected = () => expectedOf(schema);
  return (value, report, depth) => {
    if (!Array.isArray(value)) {
      if (report !== undefined) wrongType(expected(), value, report);
      return false;
    }
    if (!follows(rules, value, report, expected)) return false;
    let isRight = true;
    for (let index = 0; index < value.length; index += 1) {
      report?.enter(index);
      if (!elements[Math.min(index, last)]?.(value[index], report, depth)) isRight = false;
      report?.leave();
      if (!isRight && (report === undefined || report.isFull)) return false;
    }
    return isRight;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Field {
  readonly name: string;
  readonly schema: core.$ZodType;
  readonly check: Check;
  readonly isOptional: boolean;
  /** Whether every object inherits a property of this name. */
  readonly isInherited: boolean;
}

/** A schema that is not of this package is left to zod, see derived.ts. */
function fieldOf(name: string, schema: core.$ZodType): Field {
  const isOurs = isOwn(schema);
  return {
    name,
    schema,
    check: isOurs ? checkOf(schema) : () => true,
    isOptional: !isOurs || schema._zod.def.type === 'optional',
    isInherited: name in Object.prototype,
  };
}

function objectCheck(schema: core.$ZodType, { shape, catchall, checks, isOpen }: ObjectDef): Check {
  const names = Object.keys(shape);
  const fields = names.map((name) => fieldOf(name, shape[name] as core.$ZodType));
  const rules = rulesOf(checks);
  const expected = () => expectedOf(schema);
  const isClosed = catchall?._zod.def.type === 'never';
  const others = otherFieldsCheck(shape, catchall);
  return (value, report, depth) => {
    if (!isObject(value)) {
      if (report !== undefined) wrongType(expected(), value, report);
      return false;
    }
    if (rules.length > 0 && !follows(rules, value, report, expected)) return false;
    let isRight = true;
    let known = 0;
    for (const field of fields) {
      const inside = field.isInherited && !Object.hasOwn(value, field.name) ? undefined : value[field.name];
      if (inside === undefined) {
        // JSON leaves out a field that is undefined.
        if (Object.hasOwn(value, field.name)) known += 1;
        if (field.isOptional) continue;
      } else {
        known += 1;
        if (report === undefined && field.check(inside, undefined, depth)) continue;
      }
      if (report === undefined) return false;
      report.enter(field.name);
      if (inside === undefined) missing(expectedOf(field.schema), report);
      if (inside === undefined || !field.check(inside, report, depth)) isRight = false;
      report.leave();
    }
    if (others !== undefined) return others(value, report, depth) && isRight;
    const isReported = isOpen === true && report?.drift === true;
    if ((!isClosed && !isReported) || !hasMoreThan(value, known)) return isRight;
    for (const name of report === undefined ? [] : Object.keys(value)) {
      if (report?.isFull) break;
      if (!Object.hasOwn(shape, name)) unknownField(name, names, report as Report);
    }
    return isRight && !isClosed;
  };
}

/** The check of fields without a schema of their own, if the spec constrains them. */
function otherFieldsCheck(
  shape: Record<string, core.$ZodType>,
  catchall: core.$ZodType | undefined,
): Check | undefined {
  if (catchall === undefined || !isOwn(catchall) || isPlain(catchall)) return undefined;
  const check = checkOf(catchall);
  return (value, report, depth) => {
    report?.enter('*');
    const isRight = Object.keys(value as object).every((name) => {
      const inside = (value as Record<string, unknown>)[name];
      return Object.hasOwn(shape, name) || inside === undefined || check(inside, report, depth);
    });
    report?.leave();
    return isRight;
  };
}

function hasMoreThan(value: object, properties: number): boolean {
  let count = 0;
  for (const _ in value) {
    count += 1;
    if (count > properties) return true;
  }
  return false;
}

function mapCheck(schema: core.$ZodType, def: DefOf<'record'>): Check {
  const others = checkOf(def.valueType);
  const rules = rulesOf(def.checks);
  const expected = () => expectedOf(schema);
  return (value, report, depth) => {
    if (!isObject(value)) {
      if (report !== undefined) wrongType(expected(), value, report);
      return false;
    }
    if (!follows(rules, value, report, expected)) return false;
    // Keys are data, so no issue names one, and the first issue is enough.
    report?.enter('*');
    const isRight = Object.keys(value).every((key) => {
      const inside = value[key];
      return inside === undefined || others(inside, report, depth);
    });
    report?.leave();
    return isRight;
  };
}

/** Accepts what one of the options accepts; if exclusive, exactly one. Otherwise reports the issues of the options that came nearest. */
function unionCheck(schema: core.$ZodType, def: DefOf<'union'>): Check {
  const options = def.options.map((option) => checkOf(option));
  const isExclusive = def.inclusive === false;
  return (value, report, depth) => {
    const failures: (readonly Issue[])[] = [];
    let right: Report | 'right' | undefined;
    for (const option of options) {
      const fork = report?.fork();
      if (!option(value, fork, depth)) {
        if (fork !== undefined) failures.push(fork.issues);
        continue;
      }
      if (right !== undefined) {
        if (report !== undefined) severalForms(report);
        return false;
      }
      right = fork ?? 'right';
      if (!isExclusive) break;
    }
    if (right === undefined) {
      if (report !== undefined) report.addAll(nearestFailure(schema, value, report, failures));
      return false;
    }
    if (right !== 'right') report?.addAll(right.issues);
    return true;
  };
}

function nearestFailure(
  schema: core.$ZodType,
  value: unknown,
  report: Report,
  failures: readonly (readonly Issue[])[],
): readonly Issue[] {
  const mismatch = report.fork();
  wrongType(expectedOf(schema), value, mismatch);
  const steps = mismatch.issues[0]?.path.length;
  // An option for another type says nothing useful about the value.
  const nearest = failures.filter(
    ([first]) => !((first?.kind === 'type' || first?.kind === 'null') && first.path.length === steps),
  );
  return nearest.length === 0 ? mismatch.issues : mergeFailures(nearest);
}

/** The issues of the first option with the fewest. If several such options lack one field each, its message names these fields. */
function mergeFailures(failures: readonly (readonly Issue[])[]): readonly Issue[] {
  const fewest = Math.min(...failures.map((issues) => issues.length));
  const [first = [], ...others] = failures.filter((issues) => issues.length === fewest);
  const missed = [first, ...others].map((issues) => issues.filter(({ kind }) => kind === 'missing'));
  const names = [...new Set(missed.flat().map(({ path }) => String(path.at(-1))))];
  if (names.length < 2 || missed.some((issues) => issues.length !== 1)) return first;
  const message = `Required: at least one of ${names.join(', ')}.`;
  return [
    ...missed.flat().map((issue) => ({ ...issue, message })),
    ...first.filter(({ kind }) => kind !== 'missing'),
  ];
}
