/**
 * What is wrong.
 *
 * - `missing`: a required field is absent.
 * - `null`: the value is null, which the spec does not allow.
 * - `blank`: the string is empty, which the spec does not allow.
 * - `type`: the value has another JSON type, or cannot be read, for example because a getter throws.
 * - `format`: the string has another format, or the array repeats an item.
 * - `bounds`: the value is too long, short, large, small or deep, or has too many or too few items or fields.
 * - `unknown-field`: the spec does not have this field.
 * - `unknown-value`: the spec does not list this value.
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
 * An issue that the schemas of this package report: zod's own properties, and `kind`. Of the input it contains only names of fields. A name
 * that may be data, such as a key of `metadata`, is `*`.
 */
export interface Issue {
  /** zod's code, such as `invalid_type`. */
  readonly code: string;
  /** What is wrong. Stable: switch on it. */
  readonly kind: IssueKind;
  /** The path from the validated value to the issue. Items of an array are numbers. */
  readonly path: readonly (string | number)[];
  /** What the schema requires. For people: the wording may change. */
  readonly message: string;
  /** For `format`: `date`, `date-time`, `email`, `uri`, `uuid`, `regex`, or `unique` for an array. */
  readonly format?: string;
  /** For `type`, `null` and `missing`: zod's name of the expected type. */
  readonly expected?: string;
  /** For `bounds` and `blank`: what was measured. */
  readonly origin?: 'string' | 'number' | 'array' | 'object';
  /** For `bounds`: the largest allowed value, length or count. */
  readonly maximum?: number;
  /** For `bounds` and `blank`: the smallest allowed value, length or count. */
  readonly minimum?: number;
  /** For `bounds` and `blank`: whether `minimum` and `maximum` are allowed themselves. */
  readonly inclusive?: boolean;
  /** For `unknown-value`: the values that the spec lists. */
  readonly values?: readonly (string | number | boolean | null)[];
  /** For `unknown-field`: the last name of `path`. */
  readonly keys?: readonly string[];
}

/** How many issues are reported at most. A longer list would not help. */
export const issueLimit = 1000;

/** Collects the issues of a value. */
export class Report {
  readonly issues: Issue[] = [];
  /** Whether to report the unknown fields and values that a response may have. */
  readonly drift: boolean;
  readonly #path: (string | number)[];

  /** @param path - The path at which the report begins. */
  constructor(drift: boolean, path: readonly (string | number)[] = []) {
    this.drift = drift;
    this.#path = [...path];
  }

  /** Whether further issues are dropped, so that a check may stop. */
  get isFull(): boolean {
    return this.issues.length >= issueLimit;
  }

  /** Adds an issue at the current path. */
  add(issue: Omit<Issue, 'path'>): void {
    if (!this.isFull) this.issues.push({ ...issue, path: [...this.#path] });
  }

  /** Adds the issues of a forked report. */
  addAll(issues: readonly Issue[]): void {
    this.issues.push(...issues.slice(0, issueLimit - this.issues.length));
  }

  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  /** Makes a separate report that begins at the current path. */
  fork(): Report {
    return new Report(this.drift, this.#path);
  }
}
