import * as core from 'zod/v4/core';
import { openEnumOf, zodDefOf } from './check.ts';
import type { Compile } from './schema.ts';

/**
 * A definition of a response, closed: members and values that the spec does not know are wrong, as in a request.
 *
 * @param compile - Makes a function of each object inside it. Node.js is quicker to optimize many small ones than a large one, and
 * has to do it anew after each full garbage collection.
 */
export function closedOf(schema: core.$ZodType, compile: Compile): core.$ZodType {
  const def = zodDefOf(schema);
  const having = (parts: object) => core.clone(schema, { ...def, ...parts } as core.$ZodTypeDef);
  const inside = (part: core.$ZodType) => {
    const closed = closedOf(part, compile);
    const fn = zodDefOf(part).type === 'object' && compile(closed);
    return fn ? new core.$ZodCustom({ type: 'custom', check: 'custom', fn }) : closed;
  };
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return having({ innerType: inside(def.innerType) });
    case 'array':
      return having({ element: inside(def.element) });
    case 'record':
      return having({ valueType: inside(def.valueType) });
    case 'object':
      return having({
        shape: Object.fromEntries(Object.entries(def.shape).map(([name, member]) => [name, inside(member)])),
        catchall: new core.$ZodNever({ type: 'never' }),
      });
    case 'union':
      return openEnumOf(def)
        ? (def.options[0] as core.$ZodType)
        : having({ options: def.options.map(inside) });
    default:
      return schema;
  }
}
