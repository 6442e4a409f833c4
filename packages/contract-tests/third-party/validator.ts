/** What a judge found wrong. No value of a request or an answer is in it. */
export interface ThirdPartyFinding {
  /** Name of the judge. */
  readonly validator: string;
  /** The operation, where the judge knows it: its operationId, or its method and path. */
  readonly operation?: string;
  /** Where: of what the judge ran, such as a step, and in the request or the answer. */
  readonly where: string;
  /** What the judge says about it. */
  readonly says: string;
}

/** What a judge came to. */
export interface Verdict {
  /** How many things it looked at: exchanges, checks or tests, see {@link ThirdPartyValidator.counts}. */
  readonly checks: number;
  /** Empty where nothing is wrong. */
  readonly findings: readonly ThirdPartyFinding[];
}

/** A program that nobody here wrote, and that says whether a server keeps the spec. */
export interface ThirdPartyValidator {
  readonly name: string;
  readonly version: string;
  /** What a check of it is: `exchanges`, `checks` or `tests`. */
  readonly counts: string;
  /** Fewer checks than these mean that it did not do its work. */
  readonly atLeast: number;
  /**
   * Judges the sandbox at a URL, under keys of its own.
   *
   * @throws {@link CannotValidateError} where the machine lacks what it needs. Any other error: its run failed.
   */
  validate(sandboxUrl: string): Promise<Verdict>;
  /** Ends what it keeps running between verdicts. */
  close?(): Promise<void>;
}

/** The judge could not run here. The message says what is missing, and the command that gets it. */
export class CannotValidateError extends Error {
  override readonly name = 'CannotValidateError';
}

let accounts = 0;

/** A key of the sandbox that nobody used before: an empty account. */
export function newAccount(): string {
  accounts += 1;
  return `tw_sk_test_judged_${process.pid}_${accounts}`;
}
