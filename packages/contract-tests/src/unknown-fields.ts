import { drift } from '@truework-legacy/zod';
import type { z } from 'zod';
import type { Validators } from './constraint-validators.ts';
import { full, resolved } from './full-value.ts';

/** Where the validators overlook a field that the spec does not have: a request with one is rejected, a response with one reported. */
export function unknownFieldFindings(component: string, validators: Validators): string[] {
  const schema = { $ref: `#/components/schemas/${component}` };
  if (resolved(schema).properties === undefined) return [];
  const value = { ...(full(schema) as object), unheard_of: 'a' };
  const strict = validators.request[component] as z.ZodType | undefined;
  const open = validators.response[component] as z.ZodType | undefined;
  return [
    ...(strict?.safeParse(value).success === true
      ? [`${component}: a request may contain a field that the spec does not have.`]
      : []),
    ...(open !== undefined && drift(open, value).length === 0
      ? [`${component}: a response with a field that the spec does not have is not reported.`]
      : []),
    ...(open?.safeParse(value).success === false
      ? [`${component}: a response with a field that the spec does not have is rejected.`]
      : []),
  ];
}
