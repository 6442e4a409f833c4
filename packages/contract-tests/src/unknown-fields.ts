import { drift } from '@truework-legacy/zod';
import type { z } from 'zod';
import type { Validators } from './constraint-validators.ts';
import { full, resolved } from './full-value.ts';

/** Where the validators do not notice a member that the spec does not have: a request is refused for it, of an answer it is told. */
export function unknownFieldFindings(component: string, validators: Validators): string[] {
  const schema = { $ref: `#/components/schemas/${component}` };
  if (resolved(schema).properties === undefined) return [];
  const value = { ...(full(schema) as object), unheard_of: 'a' };
  const strict = validators.request[component] as z.ZodType | undefined;
  const open = validators.response[component] as z.ZodType | undefined;
  return [
    ...(strict?.safeParse(value).success === true
      ? [`${component}: a request may hold a member that the spec does not have.`]
      : []),
    ...(open !== undefined && drift(open, value).length === 0
      ? [`${component}: an answer with a member that the spec does not have is not told of.`]
      : []),
    ...(open?.safeParse(value).success === false
      ? [`${component}: an answer with a member that the spec does not have is refused.`]
      : []),
  ];
}
