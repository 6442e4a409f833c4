import type * as core from 'zod/v4/core';
import { type Check, checkOf } from './check.ts';
import { unreadable } from './faults.ts';
import { type Issue, Report } from './issue.ts';

/** What a schema of this package is made from. */
export interface Def extends core.$ZodCustomDef {
  /** The definition in zod's terms. Built once, at the first use: importing a schema builds nothing. */
  readonly definition: () => core.$ZodType;
  readonly examine: Check;
  /** A quick answer where one can be made: true only where the spec knows all of a response. */
  readonly knows: (value: unknown) => boolean;
}

/** What begins a schema of a class of zod's. Without the `asserts` of zod's own type, which TypeScript cannot follow here. */
export type Init = (schema: core.$ZodType, def: Def) => void;

/** Makes a quick answer of a definition, or none where that cannot be done. */
export type Compile = (definition: core.$ZodType) => ((value: unknown) => boolean) | undefined;

/**
 * @param compile - Makes the answer whether a definition takes a value.
 * @param compileClosed - The same, where what the spec does not know is not taken.
 */
export function defOf(define: () => core.$ZodType, compile?: Compile, compileClosed?: Compile): Def {
  const definition = once(define);
  const check = once(() => checkOf(definition()));
  const accepts = once(() => compile?.(definition()) ?? ((value: unknown) => check()(value, undefined, 0)));
  const knows = once(() => compileClosed?.(definition()) ?? (() => false));
  return {
    type: 'custom',
    check: 'custom',
    definition,
    examine: (value, report, depth) => check()(value, report, depth),
    fn: (value: unknown) => accepts()(value),
    knows: (value) => knows()(value),
  };
}

/**
 * Makes zod's custom schema one of ours: it answers with the value as it came, or with issues that hold nothing of it.
 *
 * zod has an issue's `input` shown on request (`reportInput`), and asks error maps for a message that it hands the input to.
 * These issues have neither: no input, and a message.
 */
export function init(schema: core.$ZodType, def: Def): void {
  (schema as core.$ZodCustom)._zod.check = (payload) => {
    payload.issues.push(...(issuesOf(def, payload.value, false) as unknown as core.$ZodRawIssue[]));
  };
}

/**
 * What is wrong with a value. Never throws: a value that cannot be read, such as one with a getter that throws, is wrong.
 *
 * @param drift - Whether unknown members and values of a response are reported as well.
 */
export function issuesOf(def: Def, value: unknown, drift: boolean): Issue[] {
  const report = new Report(drift);
  try {
    if (isRightAtOnce(def, value, drift)) return [];
    def.examine(value, report, 0);
  } catch {
    // The report still stands at the object or list that could not be read.
    unreadable(report);
  }
  return report.issues;
}

/** False also if that cannot be read: the examination then finds where. */
function isRightAtOnce({ knows, fn }: Def, value: unknown, drift: boolean): unknown {
  try {
    return drift ? knows(value) : fn(value);
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
