import type * as core from 'zod/v4/core';
import { expectedOf } from './expected.ts';
import type { Issue, Report } from './issue.ts';
import {
  type Listed,
  missing,
  severalForms,
  tooDeep,
  unknownField,
  unknownValue,
  wrongType,
} from './issue-messages.ts';
import { nearestFailure } from './nearest-failure.ts';
import { maxLength, minLength, type Rule, ruleOf } from './rules.ts';
import { type Check, isOwn, validatorOf } from './validator.ts';
import { type DefOf, isPlain, listedValuesOf, type ObjectDef, zodDefOf } from './zod-def.ts';

// zod's own interpreter is not used: where code may not be made from strings it takes four times as long as ajv, it ignores `__proto__`,
// and it puts data into its issues, such as the keys of a map.

/** How deep recursive schemas may nest. Without a limit, a hostile body would exhaust the stack. */
const deepest = 100;

/** The check of a schema. Made once, however many schemas refer to it. */
function checkOf(schema: core.$ZodType): Check {
  return validatorOf(schema)?.check() ?? makeCheck(schema);
}

/** Makes the check of a schema. */
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
      return typedCheck(schema, (value) => typeof value === 'string', def.checks);
    case 'number':
      return typedCheck(schema, Number.isFinite, def.checks);
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
  }
}

/** The check of a type: its rules, and then what is inside. */
function typedCheck(
  schema: core.$ZodType,
  isOfType: (value: unknown) => boolean,
  checks: readonly core.$ZodCheck[] | undefined,
  inside?: Check,
): Check {
  const rules = rulesOf(checks);
  const expected = () => expectedOf(schema);
  return (value, report, depth) => {
    if (!isOfType(value)) {
      wrongType(expected(), value, report);
      return false;
    }
    // The first rule that the value breaks is enough, so a list that is too long is not read.
    for (const rule of rules) if (!rule(value, report, expected)) return false;
    return inside === undefined || inside(value, report, depth);
  };
}

function rulesOf(checks: readonly core.$ZodCheck[] = []): Rule[] {
  return checks.map(ruleOf).filter((rule) => rule !== undefined);
}

function valueCheck(schema: core.$ZodType, values: readonly Listed[]): Check {
  const known = new Set<unknown>(values);
  const types = new Set(values.map((value) => typeof value));
  return (value, report) => {
    if (known.has(value)) return true;
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
    if (report.drift) unknownValue(values, report);
    return true;
  };
}

function lazyCheck({ getter }: DefOf<'lazy'>): Check {
  let check: Check | undefined;
  return (value, report, depth) => {
    if (depth >= deepest) {
      tooDeep(deepest, report);
      return false;
    }
    check ??= checkOf(getter());
    return check(value, report, depth + 1);
  };
}

function tupleCheck(schema: core.$ZodType, def: DefOf<'tuple'>): Check {
  const { length } = def.items;
  const checks = [minLength(length), maxLength(length), ...(def.checks ?? [])];
  return typedCheck(schema, Array.isArray, checks, itemsCheck(def.items.map(checkOf)));
}

function arrayCheck(schema: core.$ZodType, def: DefOf<'array'>): Check {
  return typedCheck(schema, Array.isArray, def.checks, itemsCheck([checkOf(def.element)]));
}

/** @param elements - The check of each item. The last is also the check of every further item. */
function itemsCheck(elements: readonly Check[]): Check {
  const last = elements.length - 1;
  return (value, report, depth) => {
    const items = value as readonly unknown[];
    let isRight = true;
    for (let index = 0; index < items.length; index += 1) {
      report.enter(index);
      if (!elements[Math.min(index, last)]?.(items[index], report, depth)) isRight = false;
      report.leave();
      if (report.isFull) break;
    }
    return isRight;
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectCheck(schema: core.$ZodType, def: ObjectDef): Check {
  return typedCheck(schema, isObject, def.checks, fieldsCheck(def));
}

function fieldsCheck({ shape, catchall, isOpen }: ObjectDef): Check {
  const names = Object.keys(shape);
  // A schema that is not of this package is left to zod, see derived.ts.
  const fields = Object.entries(shape)
    .filter(([, schema]) => isOwn(schema))
    .map(([name, schema]) => ({ name, schema, check: checkOf(schema) }));
  const isClosed = catchall?._zod.def.type === 'never';
  const others = otherFieldsCheck(shape, catchall);
  return (value, report, depth) => {
    const object = value as Record<string, unknown>;
    let isRight = true;
    for (const { name, schema, check } of fields) {
      // JSON leaves out a field that is undefined.
      const inside = Object.hasOwn(object, name) ? object[name] : undefined;
      if (inside === undefined && schema._zod.def.type === 'optional') continue;
      report.enter(name);
      if (inside === undefined) missing(expectedOf(schema), report);
      if (inside === undefined || !check(inside, report, depth)) isRight = false;
      report.leave();
    }
    if (others !== undefined) return others(value, report, depth) && isRight;
    if (!isClosed && !(isOpen === true && report.drift)) return isRight;
    for (const name of Object.keys(object)) {
      if (Object.hasOwn(shape, name)) continue;
      if (report.isFull) break;
      unknownField(name, names, report);
      if (isClosed) isRight = false;
    }
    return isRight;
  };
}

/** The check of fields without a schema of their own, if the spec constrains them. */
function otherFieldsCheck(
  shape: Record<string, core.$ZodType>,
  catchall: core.$ZodType | undefined,
): Check | undefined {
  if (catchall === undefined || !isOwn(catchall) || isPlain(catchall)) return undefined;
  return valuesCheck(shape, checkOf(catchall));
}

/** The check of the values of all keys but some. Keys are data, so no issue names one, and the first issue is enough. */
function valuesCheck(except: object, check: Check): Check {
  return (value, report, depth) => {
    report.enter('*');
    const isRight = Object.entries(value as object).every(
      ([key, inside]) => Object.hasOwn(except, key) || inside === undefined || check(inside, report, depth),
    );
    report.leave();
    return isRight;
  };
}

function mapCheck(schema: core.$ZodType, def: DefOf<'record'>): Check {
  return typedCheck(schema, isObject, def.checks, valuesCheck({}, checkOf(def.valueType)));
}

/** Accepts what one of the options accepts; if exclusive, exactly one. Otherwise reports the issues of the options that came nearest. */
function unionCheck(schema: core.$ZodType, def: DefOf<'union'>): Check {
  const options = def.options.map((option) => checkOf(option));
  const isExclusive = def.inclusive === false;
  return (value, report, depth) => {
    const failures: (readonly Issue[])[] = [];
    let right: Report | undefined;
    for (const option of options) {
      const fork = report.fork();
      if (!option(value, fork, depth)) {
        failures.push(fork.issues);
        continue;
      }
      if (right !== undefined) {
        severalForms(report);
        return false;
      }
      right = fork;
      if (!isExclusive) break;
    }
    report.addAll(right?.issues ?? nearestFailure(expectedOf(schema), value, report, failures));
    return right !== undefined;
  };
}
