import * as core from 'zod/v4/core';
import { openEnumOf, zodDefOf } from './check.ts';

/** A definition of a response, closed: members and values that the spec does not know are wrong, as in a request. */
export function closedOf(schema: core.$ZodType): core.$ZodType {
  const def = zodDefOf(schema);
  const having = (parts: object) => core.clone(schema, { ...def, ...parts } as core.$ZodTypeDef);
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return having({ innerType: closedOf(def.innerType) });
    case 'array':
      return having({ element: closedOf(def.element) });
    case 'record':
      return having({ valueType: closedOf(def.valueType) });
    case 'object':
      return having({
        shape: Object.fromEntries(
          Object.entries(def.shape).map(([name, member]) => [name, closedOf(member)]),
        ),
        catchall: new core.$ZodNever({ type: 'never' }),
      });
    case 'union':
      return openEnumOf(def)
        ? (def.options[0] as core.$ZodType)
        : having({ options: def.options.map(closedOf) });
    default:
      return schema;
  }
}
