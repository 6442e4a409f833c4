import * as core from 'zod/v4/core';
import { reportOn } from './find-issues.ts';
import { type Validator, validatorOf } from './validator.ts';
import { isPlain, listedValuesOf, zodDefOf } from './zod-def.ts';

/** Makes a function that says whether a schema accepts a value. */
type Compile = (schema: core.$ZodType, isClosed: boolean) => (value: unknown) => boolean;

/**
 * A schema that z.compile can compile. Maps, recursive schemas and the like become functions: zod ignores `__proto__` and compiles no
 * recursion.
 *
 * @param isClosed - Whether to reject fields and values that the spec does not have, as in a request.
 * @param compile - Makes a function of each object inside a closed schema. Node.js optimizes many small functions faster than a large
 * one, and does so again after each full garbage collection.
 */
export function compilable(schema: core.$ZodType, isClosed: boolean, compile: Compile): core.$ZodType {
  const def = zodDefOf(schema);
  const having = (parts: object) => core.clone(schema, { ...def, ...parts } as core.$ZodTypeDef);
  const inside = (part: core.$ZodType) =>
    isClosed && zodDefOf(part).type === 'object'
      ? byFunction(compile(part, true))
      : compilable(part, isClosed, compile);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'nullable':
      return having({ innerType: inside(def.innerType) });
    case 'array':
      return having({ element: inside(def.element) });
    case 'object':
      if (!isPlain(def.catchall as core.$ZodType)) return byCheck(schema, isClosed);
      return having({
        shape: Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, inside(field)])),
        catchall: isClosed && def.isOpen === true ? new core.$ZodNever({ type: 'never' }) : def.catchall,
      });
    case 'tuple':
    case 'record':
    case 'lazy':
      return byCheck(schema, isClosed);
    case 'union':
      if (def.inclusive === false) return byCheck(schema, isClosed);
      if (!def.isOpenEnum) return having({ options: def.options.map(inside) });
      return isClosed
        ? new core.$ZodLiteral({ type: 'literal', values: [...listedValuesOf(def)] })
        : inside(def.options[1] as core.$ZodType);
    default:
      return having({});
  }
}

function byFunction(fn: (value: unknown) => boolean): core.$ZodType {
  return new core.$ZodCustom({ type: 'custom', check: 'custom', fn });
}

function byCheck(schema: core.$ZodType, isClosed: boolean): core.$ZodType {
  const validator = validatorOf(schema) as Validator;
  return byFunction((value) => reportOn(validator, value, isClosed).issues.length === 0);
}
