import type * as core from 'zod/v4/core';
import { type Check, isPlain, makeCheck, type ZodDef, zodDefOf } from './check.ts';
import { runDerived } from './derived.ts';
import { type Issue, Report } from './issue.ts';
import { unreadable } from './issue-messages.ts';
import { ruleOf } from './rules.ts';

/** What judges in zod's place. Each part is made when it is first asked for: importing a schema makes nothing. */
export interface Judge {
  readonly check: () => Check;
  /** Whether all that the schema is made of is of this package. What was added to it is judged by zod. */
  readonly isOwn: () => boolean;
  /** A quick answer. */
  readonly accepts: (value: unknown) => boolean;
  /** A quick answer where one can be made: true only if the spec knows all of a response. */
  readonly knows: (value: unknown) => boolean;
}

/** Makes a quick answer of a schema, or none where that cannot be done. */
export type Compile = (schema: core.$ZodType) => ((value: unknown) => boolean) | undefined;

interface Internals {
  judge?: Judge;
}

/** Undefined if a schema is not of this package, nor made by zod of one that is. */
export function ownCheckOf(schema: core.$ZodType): Judge | undefined {
  return (schema._zod as unknown as Internals).judge;
}

/**
 * Has a schema judged by this package. zod makes of it what it makes of its own schemas, such as `.pick()`, by the same
 * constructor, and so they are judged by this package as well.
 *
 * @param compile - Makes the answer whether a schema takes a value.
 * @param compileClosed - The same, where what the spec does not know is not taken.
 */
export function judged(schema: core.$ZodType, compile?: Compile, compileClosed?: Compile): void {
  const internals = schema._zod;
  const check = once(() => makeCheck(schema));
  const accepts = once(() => compile?.(schema) ?? ((value: unknown) => check()(value, undefined, 0)));
  const knows = once(() => compileClosed?.(schema) ?? (() => false));
  (internals as unknown as Internals).judge = {
    check,
    isOwn: once(() => isOwnDef(zodDefOf(schema))),
    accepts: (value) => accepts()(value),
    knows: (value) => knows()(value),
  };
  internals.deferred ??= [];
  internals.deferred.push(() => {
    internals.run = (payload, context) => run(schema, payload, context);
    internals.parse = internals.run;
  });
}

function run(
  schema: core.$ZodType,
  payload: core.ParsePayload,
  context: core.ParseContextInternal,
): core.util.MaybeAsync<core.ParsePayload> {
  const judge = ownCheckOf(schema) as Judge;
  if (!judge.isOwn()) return runDerived(schema, judge, payload, context);
  payload.issues.push(...(issuesOf(judge, payload.value, false) as unknown as core.$ZodRawIssue[]));
  return payload;
}

/** Whether a schema is of this package, or one of these in a wrapper of zod's that only says whether it may be left out. */
export function isOwn(schema: core.$ZodType): boolean {
  const judge = ownCheckOf(schema);
  if (judge !== undefined) return judge.isOwn();
  const { def, traits } = schema._zod;
  if ((def.checks?.length ?? 0) > 0) return false;
  const isWrapper = def.type === 'optional' || def.type === 'nullable' || def.type === 'nonoptional';
  return isWrapper && !traits.has('$ZodExactOptional') && isOwnDef(zodDefOf(schema));
}

function isOwnDef(def: ZodDef): boolean {
  if ('checks' in def && def.checks?.some((check) => ruleOf(check) === undefined)) return false;
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'nullable':
      return isOwn(def.innerType);
    case 'object':
      return isOwnCatchall(def.catchall) && Object.values(def.shape).every(isOwn);
    // What else there is cannot be given other parts than it has, and a reference is to what it was in the spec.
    default:
      return true;
  }
}

/** Whether what an object does with fields that it has no names for is up to this package. Without a catchall, zod removes them. */
export function isOwnCatchall(catchall: core.$ZodType | undefined): boolean {
  return catchall !== undefined && (isPlain(catchall) || isOwn(catchall));
}

/**
 * What is wrong with a value. Never throws: a value that cannot be read, such as one with a getter that throws, is wrong.
 *
 * @param drift - Whether unknown fields and values of a response are reported as well.
 */
export function issuesOf(judge: Judge, value: unknown, drift: boolean): Issue[] {
  if (isRightAtOnce(judge, value, drift)) return [];
  return examined(judge, value, drift).issues;
}

export function examined(judge: Judge, value: unknown, drift: boolean): Report {
  const report = new Report(drift);
  const check = judge.check();
  try {
    check(value, report, 0);
  } catch {
    // The report still stands at the object or list that could not be read.
    unreadable(report);
  }
  return report;
}

/** False also if that cannot be read: the examination then finds where. */
function isRightAtOnce(judge: Judge, value: unknown, drift: boolean): boolean {
  try {
    return drift ? judge.knows(value) : judge.accepts(value);
  } catch {
    return false;
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
