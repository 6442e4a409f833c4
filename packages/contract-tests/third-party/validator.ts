/** What a third-party validator found wrong. No value of a request or a response is in it. */
export interface ThirdPartyFinding {
  /** Name of the validator. */
  readonly validator: string;
  /** The operation, if the validator knows it: its operationId, or its method and path. */
  readonly operation?: string;
  /** Where: in what the validator ran, such as a step, and in the request or the response. */
  readonly where: string;
  /** What the validator says about it. */
  readonly says: string;
}

/** What a validator's run showed. */
export interface Verdict {
  /** How many things it looked at: exchanges, checks or tests, see {@link ThirdPartyValidator.counts}. */
  readonly checks: number;
  /** Empty if nothing is wrong. */
  readonly findings: readonly ThirdPartyFinding[];
}

/** A program that nobody here wrote, and that says whether a server does what the spec says. */
export interface ThirdPartyValidator {
  readonly name: string;
  readonly version: string;
  /** What a check of it is: `exchanges`, `checks` or `tests`. */
  readonly counts: string;
  /** Fewer checks than these mean that it did not do its work. */
  readonly atLeast: number;
  /**
   * Validates the sandbox at a URL, under keys of its own.
   *
   * @throws {@link CannotValidateError} if the machine lacks what it needs. Any other error: its run failed.
   */
  validate(sandboxUrl: string): Promise<Verdict>;
  /** Ends what it keeps running between verdicts. */
  close?(): Promise<void>;
}

/** The validator could not run here. The message says what is missing, and the command that gets it. */
export class CannotValidateError extends Error {
  override readonly name = 'CannotValidateError';
}

let accounts = 0;

/** A key of the sandbox that was never used before: an empty account. */
export function newAccount(): string {
  accounts += 1;
  return `tw_sk_test_third_party_${process.pid}_${accounts}`;
}
