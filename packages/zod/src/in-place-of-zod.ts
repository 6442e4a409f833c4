import type * as core from 'zod/v4/core';
import { makeCheck } from './check.ts';
import { runDerived } from './derived.ts';
import { findIssues } from './find-issues.ts';
import { once } from './lazily.ts';
import { isOwnDef, setValidator, type Validator, validatorOf } from './validator.ts';
import { zodDefOf } from './zod-def.ts';

/** Makes a fast check of whether a schema accepts a value. Undefined if it cannot be made. */
export type Compile = (
  schema: core.$ZodType,
  /** Whether it rejects fields and values that the spec does not have. */
  isClosed: boolean,
) => ((value: unknown) => boolean) | undefined;

/**
 * Has this package validate a schema in place of zod. Schemas that zod derives from it, such as those of `.pick()`, are made by the same
 * constructor, so this package validates them as well.
 */
export function validateInPlaceOfZod(schema: core.$ZodType, compile?: Compile): void {
  const internals = schema._zod;
  const open = once(() => compile?.(schema, false));
  const closed = once(() => compile?.(schema, true));
  setValidator(schema, {
    check: once(() => makeCheck(schema)),
    isOwn: once(() => isOwnDef(zodDefOf(schema))),
    accepts: (value, drift) => (drift ? closed() : open())?.(value) === true,
  });
  internals.deferred ??= [];
  internals.deferred.push(() => {
    internals.run = (payload, context) => run(schema, payload, context);
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
