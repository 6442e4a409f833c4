import type { OperationId } from '../errors.ts';

/** The part of the Standard Schema interface (version 1) that is used. Any validator that has it will do. */
export interface StandardSchema {
  /** The interface itself, under the name that the specification gives it. */
  readonly '~standard': {
    /** Looks at a value. */
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

/** What a Standard Schema returns: valid if `issues` is absent. */
export interface StandardResult {
  /** What is wrong. Absent if nothing is. */
  readonly issues?: readonly StandardIssue[] | undefined;
}

/** One thing that is wrong with a value. */
export interface StandardIssue {
  /** What is wrong, in words. */
  readonly message: string;
  /** Where it is: the keys on the way there. Absent or empty for the value itself. */
  readonly path?:
    | readonly (
        | PropertyKey
        | {
            /** One step of the way. */
            readonly key: PropertyKey;
          }
      )[]
    | undefined;
  /** Which kind of issue it is, as validators of this project say. */
  readonly kind?: string | undefined;
}

/** A path at which a response is not as the spec says. Never holds a value of the response. */
export interface Drift {
  /** The operation that was called. */
  readonly operation: OperationId;
  /** JSON pointer into the body. Empty for the whole. */
  readonly path: string;
  /**
   * Such as `unknown-field`, `unknown-value`, `missing`, `type`; `mismatch` if the validator does not say; `validator-failed` if
   * the response was not checked, because the validator threw, took too long or returned what is no result.
   */
  readonly kind: string;
}
