import type { OperationId } from '../errors.ts';

/** The part of the Standard Schema interface (version 1) that is used. Any validator that has it will do. */
export interface StandardSchema {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

/** What a Standard Schema answers. */
export interface StandardResult {
  readonly issues?: readonly StandardIssue[] | undefined;
}

/** One thing that is wrong with a value. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** Which kind of fault it is, as validators of this project say. */
  readonly kind?: string | undefined;
}

/** A place where an answer is not as the spec says. Never holds a value of the answer. */
export interface Drift {
  readonly operation: OperationId;
  /** JSON pointer into the body. */
  readonly path: string;
  /** Such as `unknown-member`, `unknown-value`, `missing`, `type`; `mismatch` where the validator does not say. */
  readonly kind: string;
}
