import * as core from 'zod/v4/core';
import { checkOf } from './check.ts';
import type { Compile } from './in-place-of-zod.ts';
import { Report } from './issue.ts';
import { isPlain, listedValuesOf, zodDefOf } from './zod-def.ts';

/**
 * A schema that z.compile can compile. Maps and recursive schemas become functions, because zod ignores `__proto__` and compiles no
 * recursion.
 *
 * @param isClosed - Whether to reject fields and values that the spec does not have, as in a request.
 * @param compile - Makes a function of each object inside a closed schema. Node.js optimizes many small functions faster than a large
 * one, and does so again after each full garbage collection.
 */
export function compilable(schema: core.$ZodType, isClosed: boolean, compile: Compile): core.$ZodType {
  const def = zodDefOf(schema);
  const having = (parts: object) => core.clone(schema, { ...def, ...parts } as core.$ZodTypeDef);
  const inside = (part: core.$ZodType) => {
    const fn = isClosed && zodDefOf(part).type === 'object' ? compile(part, true) : undefined;
    return fn ? byFunction(fn) : compilable(part, isClosed, compile);
  };
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'nullable':
      return having({ innerType: inside(def.innerType) });
    case 'array':
      return having({ element: inside(def.element) });
    case 'tuple':
      return having({ items: def.items.map(inside) });
    case 'object':
      if (def.catchall !== undefined && !isPlain(def.catchall)) return byCheck(schema, isClosed);
      return having({
        shape: Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, inside(field)])),
        catchall: isClosed && def.isOpen === true ? new core.$ZodNever({ type: 'never' }) : def.catchall,
      });
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
  return byFunction((value) => {
    const report = new Report(isClosed);
    return checkOf(schema)(value, report, 0) && report.issues.length === 0;
  });
}
