import type * as core from 'zod/v4/core';
import { makeCheck } from './check.ts';
import { runDerived } from './derived.ts';
import { findIssues } from './find-issues.ts';
import { isOwnDef, setValidator, type Validator, validatorOf } from './validator.ts';
import { zodDefOf } from './zod-def.ts';

/**
 * Has this package validate a schema in place of zod. Schemas that zod derives from it, such as those of `.pick()`, are made by the same
 * constructor, so this package validates them as well.
 */
export function validateInPlaceOfZod(schema: core.$ZodType): void {
  const internals = schema._zod;
  setValidator(schema, {
    check: once(() => makeCheck(schema)),
    isOwn: once(() => isOwnDef(zodDefOf(schema))),
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
