import type * as core from 'zod/v4/core';
import { findIssues } from './find-issues.ts';
import type { Issue } from './issue.ts';
import { type Validator, validatorOf } from './validator.ts';

/** A Standard Schema (version 1) whose issues also have a `kind`. */
export interface CheckedSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: unknown } | { readonly issues: readonly Issue[] };
  };
}

/** The validators of the operations, by `operationId`. */
export interface Validation {
  /** Validators of request bodies. Undefined for an operation without one. */
  readonly requests: { readonly [operationId: string]: CheckedSchema | undefined };
  /** Validators of the bodies of success responses. They report every difference from the spec, as `drift` does. */
  readonly responses: { readonly [operationId: string]: CheckedSchema | undefined };
}

type Requests = Readonly<Record<string, object>>;
type Responses = Readonly<Record<string, Readonly<Record<string, core.$ZodType>>>>;

export function validationOf(requests: Requests, responses: Responses): Validation {
  return {
    requests: checkedSchemas(requests, ({ body }: { body?: core.$ZodType }) => body),
    responses: checkedSchemas(responses, successOf),
  };
}

function successOf(byStatus: Readonly<Record<string, core.$ZodType>>): core.$ZodType | undefined {
  return Object.entries(byStatus).find(([status]) => status.startsWith('2'))?.[1];
}

/** @param schemaOf - Returns the schema of an operation. Undefined if it has none. */
function checkedSchemas<Operation>(
  operations: Readonly<Record<string, Operation>>,
  schemaOf: (operation: Operation) => core.$ZodType | undefined,
): Record<string, CheckedSchema> {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([id, operation]) => {
      const schema = schemaOf(operation);
      return schema === undefined ? [] : [[id, checkedSchema(schema)]];
    }),
  );
}

function checkedSchema(schema: core.$ZodType): CheckedSchema {
  return {
    '~standard': {
      version: 1,
      vendor: 'truework-legacy',
      validate: (value) => {
        const issues = findIssues(validatorOf(schema) as Validator, value, true);
        return issues.length === 0 ? { value } : { issues };
      },
    },
  };
}
