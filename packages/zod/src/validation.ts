import type * as core from 'zod/v4/core';
import type { Issue } from './issue.ts';
import { issuesOf, type Judge, ownCheckOf } from './own-check.ts';

/** A Standard Schema, version 1, whose issues have a kind as well. */
export interface CheckedSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: unknown } | { readonly issues: readonly Issue[] };
  };
}

/** What judges each operation, by its id. */
export interface Validation {
  /** Judges the body of a request. An operation that takes none is not in it. */
  readonly requests: { readonly [operationId: string]: CheckedSchema | undefined };
  /** Judges the body of a success. Its issues are all that the spec does not know, as `drift` tells it. */
  readonly responses: { readonly [operationId: string]: CheckedSchema | undefined };
}

type Requests = Readonly<Record<string, object>>;
type Responses = Readonly<Record<string, Readonly<Record<string, core.$ZodType>>>>;

export function validationOf(requests: Requests, responses: Responses): Validation {
  return {
    requests: judges(requests, ({ body }: { body?: core.$ZodType }) => body, false),
    responses: judges(responses, successOf, true),
  };
}

/** The schema of a success: that of its status, of all such statuses (`2XX`), or of every status that has no other. */
function successOf(byStatus: Readonly<Record<string, core.$ZodType>>): core.$ZodType | undefined {
  const status = Object.keys(byStatus).find((name) => Number(name) < 300);
  return byStatus[status ?? '2XX'] ?? byStatus['default'];
}

/** @param schemaOf - The schema of an operation. Undefined where it has none. */
function judges<Operation>(
  operations: Readonly<Record<string, Operation>>,
  schemaOf: (operation: Operation) => core.$ZodType | undefined,
  drift: boolean,
): Record<string, CheckedSchema> {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([id, operation]) => {
      const schema = schemaOf(operation);
      return schema === undefined ? [] : [[id, judge(schema, drift)]];
    }),
  );
}

function judge(schema: core.$ZodType, drift: boolean): CheckedSchema {
  return {
    '~standard': {
      version: 1,
      vendor: 'truework-legacy',
      validate: (value) => {
        const issues = issuesOf(ownCheckOf(schema) as Judge, value, drift);
        return issues.length === 0 ? { value } : { issues };
      },
    },
  };
}
