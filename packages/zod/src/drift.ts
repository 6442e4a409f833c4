import type * as core from 'zod/v4/core';
import { findIssues } from './find-issues.ts';
import type { IssueKind } from './issue.ts';
import { validatorOf } from './validator.ts';

/** A difference between a response and the spec. Contains no value. */
export interface Drift {
  /** The path from the response to the difference. Items of an array are numbers; a key of a map, which is data, is `*`. */
  readonly path: readonly (string | number)[];
  /** What differs. */
  readonly kind: IssueKind;
}

/**
 * Finds all differences between a response and the spec: everything that the schema rejects, and fields and values that the spec does not
 * have, which the schema accepts.
 *
 * @param schema - A schema of `@truework-legacy/zod/response` or `@truework-legacy/zod/mini/response`.
 * @param value - The response, or the part of it that the schema describes.
 * @returns At most 1,000 differences. Empty if the response matches the spec.
 * @throws `TypeError` if the schema is not one of this package.
 */
export function drift(schema: core.$ZodType, value: unknown): Drift[] {
  const internals = (schema as core.$ZodType | null | undefined)?._zod;
  const validator = internals && validatorOf(schema);
  if (!validator?.isOwn()) {
    throw new TypeError(
      'drift: schema must be a schema of @truework-legacy/zod or a part of one, without .optional() and without fields of your own.',
    );
  }
  return findIssues(validator, value, true).map(({ path, kind }) => ({ path, kind }));
}
