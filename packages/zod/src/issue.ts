/**
 * What is wrong at one place.
 *
 * - `missing`: a required member is not there.
 * - `null`: null where the spec has no null.
 * - `blank`: an empty string where there has to be text.
 * - `type`: another JSON type than the spec has, or a value that cannot be read, such as one whose getter throws.
 * - `format`: a string of another form, such as a date that is in no calendar.
 * - `bounds`: too long, too short, too large, too small, too many or too deep.
 * - `unknown-field`: a member that the spec does not have.
 * - `unknown-value`: a string that is none of the spec's values.
 */
export type IssueKind =
  | 'missing'
  | 'null'
  | 'blank'
  | 'type'
  | 'format'
  | 'bounds'
  | 'unknown-field'
  | 'unknown-value';

/**
 * An issue as the schemas of this package raise it: zod's own fields, and `kind`. It holds no part of the input but names of
 * members, and a name that may be data, such as a key of `metadata`, is `*`.
 */
export interface Issue {
  /** zod's code for it, such as `invalid_type`. */
  readonly code: string;
  readonly kind: IssueKind;
  /** From the value that was checked down to the place. Items of a list are numbers. */
  readonly path: readonly (string | number)[];
  /** What was expected, and what to do. For people; the wording may change. */
  readonly message: string;
  /** Of `format`: `date`, `date-time`, `email`, `uri`, `uuid`, `regex`, or `unique` of a list. */
  readonly format?: string;
  /** Of `type`, `null` and `missing`: zod's name of the type that was expected. */
  readonly expected?: string;
  /** Of `bounds` and `blank`: what was measured. */
  readonly origin?: 'string' | 'number' | 'array' | 'object';
  /** Of `bounds`: the largest value, length or count that there may be. */
  readonly maximum?: number;
  /** Of `bounds` and `blank`: the smallest value, length or count that there may be. */
  readonly minimum?: number;
  /** Of `bounds` and `blank`: whether `minimum` and `maximum` are allowed themselves. */
  readonly inclusive?: boolean;
  /** Of `unknown-value`: the values that the spec has. */
  readonly values?: readonly (string | number | boolean | null)[];
  /** Of `unknown-field`: the name that `path` ends with. */
  readonly keys?: readonly string[];
}

/** Issues are gathered up to this number: what has more is wrong in a way that a longer list does not explain. */
export const issueLimit = 1000;

/** Gathers what is wrong with a value, and where. */
export class Report {
  readonly issues: Issue[] = [];
  /** Whether members and values that the spec does not know are reported where a response may have them. */
  readonly drift: boolean;
  readonly #path: (string | number)[];

  /** @param path - Where in the value the report begins. */
  constructor(drift: boolean, path: readonly (string | number)[] = []) {
    this.drift = drift;
    this.#path = [...path];
  }

  /** Whether a check may stop: what it would find is not kept. */
  get isFull(): boolean {
    return this.issues.length >= issueLimit;
  }

  /** Adds an issue at the place where the check is. */
  add(issue: Omit<Issue, 'path'>): void {
    if (!this.isFull) this.issues.push({ ...issue, path: [...this.#path] });
  }

  /** Adds what a report of its own gathered. */
  addAll(issues: readonly Issue[]): void {
    this.issues.push(...issues.slice(0, issueLimit - this.issues.length));
  }

  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  /** A report of its own that begins where this one is. */
  fork(): Report {
    return new Report(this.drift, this.#path);
  }
}
