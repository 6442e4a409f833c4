import type * as core from 'zod/v4/core';
import { makeCheck } from './check.ts';
import { runDerived } from './derived.ts';
import { findIssues } from './find-issues.ts';
import { isOwnDef, setValidator, type Validator, validatorOf } from './validator.ts';
import { zodDefOf } from './zod-def.ts';

/** Makes a fast check of a schema, without issues. Undefined if it cannot be made. */
export type Compile = (schema: core.$ZodType) => ((value: unknown) => boolean) | undefined;

/**
 * Has this package validate a schema in place of zod. Schemas that zod derives from it, such as those of `.pick()`, are made by the same
 * constructor, so this package validates them as well.
 *
 * @param compile - Makes the check of whether the schema accepts a value.
 * @param compileClosed - The same, but rejects fields and values that the spec does not have.
 */
export function validateInPlaceOfZod(
  schema: core.$ZodType,
  compile?: Compile,
  compileClosed?: Compile,
): void {
  const internals = schema._zod;
  const check = once(() => makeCheck(schema));
  const accepts = once(() => compile?.(schema) ?? ((value: unknown) => check()(value, undefined, 0)));
  const knows = once(() => compileClosed?.(schema) ?? (() => false));
  setValidator(schema, {
    check,
    isOwn: once(() => isOwnDef(zodDefOf(schema))),
    accepts: (value) => accepts()(value),
    knows: (value) => knows()(value),
  });
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
  const validator = validatorOf(schema) as Validator;
  if (!validator.isOwn()) return runDerived(schema, validator, payload, context);
  payload.issues.push(...(findIssues(validator, payload.value, false) as unknown as core.$ZodRawIssue[]));
  return payload;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
