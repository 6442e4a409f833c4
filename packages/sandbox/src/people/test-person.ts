import type {
  CancellationReason,
  Employee,
  Employer,
  InvalidFields,
  Money,
  Report,
  TurnaroundTime,
  VerificationState,
} from '../generated/types.gen.ts';
import { type Duration, durationMs } from '../time/index.ts';
import { type Step, stepsTo } from './steps.ts';

/**
 * A test person of your own: what a verification of this social security number leads to. It is JSON, and its parts are the API's
 * own, so it can express whatever the API can.
 *
 * Only `social_security_number` is required. What you leave out is made up from the seed, as for a made-up person: a
 * verification that completes, with one report.
 *
 * @example
 * ```ts
 * const person: TestPerson = {
 *   social_security_number: '000-55-0001',
 *   states: [{ state: 'processing', after: '1 minute' }, { state: 'completed', after: '2 days' }],
 *   reports: [
 *     {
 *       employer: { name: 'Example Widgets LLC' },
 *       employee: {
 *         status: 'active',
 *         positions: [{ title: 'Welder', start_date: '2016-04-01', end_date: null }],
 *         salary: { gross_pay: '31.50', pay_frequency: 'hourly', hours_per_week: null },
 *       },
 *     },
 *   ],
 * };
 * ```
 */
export interface TestPerson {
  /**
   * With or without hyphens. It alone decides that a verification or a credentials session is for this person; names and dates of
   * birth have no effect, as with the listed numbers. It must be a number that is never issued: one that begins with 000, 666 or
   * 9, has 00 in the middle, or ends with 0000.
   */
  social_security_number: string;
  /**
   * Must be true if the person replaces a number in the sandbox's list of test numbers. An error for any other number.
   * @defaultValue false
   */
  overrides_listed?: boolean;
  /**
   * The states after `pending-approval`, in order. Each must be allowed to follow the one before. The verification stays in the
   * last one; with an empty list, it stays `pending-approval`. A synchronous verification has the last state at once, or is
   * `canceled` if that state is `pending-approval` or `processing`.
   * @defaultValue `processing` and then `completed`, 0.1 seconds each
   */
  states?: readonly TestPersonState[];
  /** Only if the last state is `canceled`. Absent by default, as when Truework declines. */
  cancellation_reason?: CancellationReason | null;
  /** Only if the last state is `canceled`. Absent by default. */
  cancellation_details?: string | null;
  /**
   * What the verification costs, until the verifier cancels it.
   * @defaultValue The usual price of the request; 0.00 with a `cancellation_reason`
   */
  price?: Money;
  /**
   * Hours, as strings.
   * @defaultValue The usual estimate; `{}` without a company or with a `cancellation_reason`
   */
  turnaround_time?: TurnaroundTime;
  /**
   * The reports of a completed verification, newest first: one for each employment. May be empty.
   * @defaultValue one made-up report
   */
  reports?: readonly TestPersonReport[];
  /** The error response to a create, a reverification and a credentials session, instead of everything above. */
  error?: TestPersonError;
}

/** A state that the verification of a {@link TestPerson} enters by itself. */
export interface TestPersonState {
  /** The state. */
  state: VerificationState;
  /**
   * How long after the previous state, or after the create: milliseconds, or text such as `2 days`. At most 3650 days.
   * @defaultValue 100
   */
  after?: Duration;
}

/**
 * A report on a {@link TestPerson}, as in the API but without the fields that follow from the request. An object that you leave out is
 * made up entirely. In an object that you give, missing required fields are made up, other missing fields are absent, and null is null.
 *
 * A request for `employment` gets no `earnings` and no `salary`. If `income_analytics` are requested, they are yours or calculated from
 * the employee.
 */
export interface TestPersonReport
  extends Partial<Omit<Report, 'id' | 'verification_request' | 'employer' | 'employee'>> {
  /** Made up if absent, and so are required fields that are missing. */
  employer?: Partial<Employer>;
  /** The names and the masked social security number default to those of the request. */
  employee?: Partial<Employee>;
}

/** An error response in place of a verification. */
export interface TestPersonError {
  /** A status that the API documents for a create. */
  status: TestPersonErrorStatus;
  /**
   * For people.
   * @defaultValue The usual text of the status
   */
  message?: string;
  /** What is wrong with which field. Only with status 400. */
  invalid_fields?: InvalidFields;
}

/** The statuses of {@link TestPersonError}. */
export type TestPersonErrorStatus = 400 | 401 | 403 | 429 | 451 | 500 | 501;

/** Milliseconds between two states, unless a person says otherwise. */
const usualStepMs = 100;

/** The states that a verification of a person enters by itself. */
export function stepsOf({ states }: TestPerson): readonly Step[] {
  if (states === undefined) return stepsTo('completed');
  return states.map(({ state, after = usualStepMs }) => ({ state, afterMs: durationMs(after) }));
}

/** A social security number as it is compared. */
export function digitsOf(socialSecurityNumber: string): string {
  return socialSecurityNumber.replaceAll('-', '');
}
