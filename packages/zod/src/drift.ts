import type * as core from 'zod/v4/core';
import type { IssueKind } from './issue.ts';
import { issuesOf, ownCheckOf } from './own-check.ts';

/** A place where an answer is not as the spec has it. Holds no value. */
export interface Drift {
  /** From the answer down to the place. Items of a list are numbers; a key of a map, which is data, is `*`. */
  readonly path: readonly (string | number)[];
  readonly kind: IssueKind;
}

/**
 * What the spec does not know of an answer: members and values that it does not have, beside everything that a schema refuses.
 *
 * @param schema - A schema of `@truework-legacy/zod/response` or `@truework-legacy/zod/mini/response`.
 * @param value - The answer, or the part of it that the schema is for.
 * @returns Empty if the response is as the spec says. At most 1,000 entries.
 * @throws `TypeError` if the schema is not one of this package.
 */
export function drift(schema: core.$ZodType, value: unknown): Drift[] {
  const internals = (schema as core.$ZodType | null | undefined)?._zod;
  const judge = internals && ownCheckOf(schema);
  if (!judge?.isOwn()) {
    throw new TypeError(
      'drift takes a schema of @truework-legacy/zod itself, or a part of one. Take it before .optional() and before fields of your own.',
    );
  }
  return issuesOf(judge, value, true).map(({ path, kind }) => ({ path, kind }));
}
