import type { OperationId } from '../errors.ts';

/**
 * The part of the Standard Schema interface (version 1) that is used. zod, Valibot, ArkType and others implement it.
 * @see https://standardschema.dev
 */
export interface StandardSchema {
  /** The interface. */
  readonly '~standard': {
    /** Validates a value. */
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

/** The result of a Standard Schema. */
export interface StandardResult {
  /** What is wrong. Absent if the value is valid. */
  readonly issues?: readonly StandardIssue[] | undefined;
}

/** An issue of a Standard Schema. */
export interface StandardIssue {
  /** What is wrong, in words. */
  readonly message: string;
  /** The path from the value to the issue. Absent or empty for the value itself. */
  readonly path?:
    | readonly (
        | PropertyKey
        | {
            /** The key of a step. */
            readonly key: PropertyKey;
          }
      )[]
    | undefined;
  /** What is wrong, as the validators of `@truework-legacy/zod` report it. */
  readonly kind?: string | undefined;
}

/** A difference between a response and the spec. Contains no value of the response. */
export interface Drift {
  /** The operation that was called. */
  readonly operation: OperationId;
  /** JSON pointer into the body. Empty for the whole body. */
  readonly path: string;
  /**
   * What differs, such as `unknown-field`, `unknown-value`, `missing` or `type`. `mismatch` if the validator does not say.
   * `validator-failed` if the validator threw, took too long or returned something that is not a result.
   */
  readonly kind: string;
}
