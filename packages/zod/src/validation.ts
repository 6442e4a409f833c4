import type * as core from 'zod/v4/core';
import type { Issue } from './issue.ts';
import { type Def, issuesOf } from './schema.ts';

/** A Standard Schema, version 1, whose issues have a kind as well. */
export interface JudgingSchema {
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
  readonly requests: { readonly [operationId: string]: JudgingSchema | undefined };
  /** Judges the body of a success. Its issues are all that the spec does not know, as `drift` tells it. */
  readonly responses: { readonly [operationId: string]: JudgingSchema | undefined };
}

type Requests = Readonly<Record<string, object>>;
type Responses = Readonly<Record<string, Readonly<Record<number, core.$ZodType>>>>;

export function validationOf(requests: Requests, responses: Responses): Validation {
  return {
    requests: judges(requests, ({ body }: { body?: core.$ZodType }) => body, false),
    responses: judges(
      responses,
      (answers) => Object.entries(answers).find(([status]) => Number(status) < 300)?.[1],
      true,
    ),
  };
}

/** @param schemaOf - The schema of an operation. Undefined where it has none. */
function judges<Operation>(
  operations: Readonly<Record<string, Operation>>,
  schemaOf: (operation: Operation) => core.$ZodType | undefined,
  drift: boolean,
): Record<string, JudgingSchema> {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([id, operation]) => {
      const schema = schemaOf(operation);
      return schema === undefined ? [] : [[id, judge(schema, drift)]];
    }),
  );
}

function judge(schema: core.$ZodType, drift: boolean): JudgingSchema {
  return {
    '~standard': {
      version: 1,
      vendor: 'truework-legacy',
      validate: (value) => {
        const issues = issuesOf(schema._zod.def as Def, value, drift);
        return issues.length === 0 ? { value } : { issues };
      },
    },
  };
}
