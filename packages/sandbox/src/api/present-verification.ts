import type {
  CompanyInput,
  Employee,
  IncomeAnalytics,
  Money,
  Report,
  RequestParameters,
  Target,
  TurnaroundTime,
  Verification,
  VerificationInput,
} from '../generated/types.gen.ts';
import {
  completeReport,
  madeUpEmployment,
  type ReportShape,
  type TestEmployment,
  type TestPersonReport,
  testValueOf,
} from '../people/index.ts';
import { completedMs, type Rendered, type Tenant, type VerificationRecord } from '../state/index.ts';
import { apiDate, apiTimestamp } from '../time/index.ts';
import { renderInShape } from './report-shape.ts';

type GivenCancellation = Pick<Verification, 'cancellation_reason' | 'cancellation_details'>;

/** A verification as JSON, as the API shows it. Made once for each revision. */
export function renderVerification(
  stored: VerificationRecord,
  tenant: Tenant,
  usualShape: ReportShape,
  withAnalytics?: boolean,
): Rendered<Verification> {
  const name = withAnalytics ? 'withAnalytics' : 'plain';
  const ready = stored.rendered[name] as Rendered<Verification> | undefined;
  if (ready !== undefined) return ready;
  const verification = presentVerification(stored, tenant, withAnalytics);
  const rendered = renderInShape(verification, stored, usualShape);
  stored.rendered[name] = rendered as Rendered<never>;
  return rendered;
}

/** A verification as the API shows it, with the fields in the order of its own responses. Unknown ones are absent or null, as there. */
export function presentVerification(
  stored: VerificationRecord,
  tenant: Tenant,
  withAnalytics?: boolean,
): Verification {
  const { input, state } = stored;
  const cancellation = stored.cancellation ?? givenCancellation(stored);
  const finishedMs = completedMs(stored);
  return {
    id: stored.id,
    loan_id: input.loan_id ?? null,
    state,
    price: presentPrice(stored),
    turnaround_time: presentTurnaround(stored),
    created: apiTimestamp(stored.createdMs),
    date_of_completion: finishedMs === null ? null : apiTimestamp(finishedMs),
    target: presentTarget(input),
    permissible_purpose: input.permissible_purpose,
    type: input.type,
    ...(input.documents?.length ? { documents: input.documents.map(({ filename }) => ({ filename })) } : {}),
    ...(input.additional_information ? { additional_information: input.additional_information } : {}),
    ...cancellation,
    ...(finishedMs === null ? {} : { reports: presentReports(stored, finishedMs, tenant, withAnalytics) }),
    use_case: input.use_case ?? 'mortgage',
    ...(input.metadata ? { metadata: input.metadata } : {}),
    request_parameters:
      input.request_parameters ?? defaultRequestParameters(input.target.company !== undefined),
    reseller_originating_party: input.reseller_originating_party ?? null,
  };
}

/** The cancellation of a test person, unless the verifier canceled first. */
function givenCancellation({ state, person }: VerificationRecord): GivenCancellation | null {
  const { cancellation_reason: reason, cancellation_details: details } = person ?? {};
  if (state !== 'canceled' || (reason === undefined && details === undefined)) return null;
  return {
    ...(reason === undefined ? {} : { cancellation_reason: reason }),
    ...(details === undefined ? {} : { cancellation_details: details }),
  };
}

function presentPrice(stored: VerificationRecord): Money {
  const { cancellation, person, input } = stored;
  if (cancellation === null && person?.price !== undefined) return person.price;
  return cancellation === null && givenCancellation(stored) === null
    ? priceOf(input)
    : { amount: '0.00', currency: 'USD' };
}

function presentTurnaround(stored: VerificationRecord): TurnaroundTime {
  const { cancellation, person, input } = stored;
  if (cancellation === null && person?.turnaround_time !== undefined) return person.turnaround_time;
  return cancellation === null && givenCancellation(stored) === null ? turnaroundOf(input) : {};
}

/** The prices that were seen: without a company, for employment alone, and for employment and income. */
function priceOf({ target, type }: VerificationInput): Money {
  if (target.company === undefined) return { amount: '23.00', currency: 'USD' };
  return { amount: type === 'employment' ? '34.95' : '42.95', currency: 'USD' };
}

function turnaroundOf({ target }: VerificationInput): TurnaroundTime {
  return target.company === undefined ? {} : { lower_bound: '20', upper_bound: '124', best_estimate: '48' };
}

function presentTarget({ target }: VerificationInput): Target {
  const {
    first_name,
    last_name,
    social_security_number,
    contact_email,
    date_of_birth,
    phone_number,
    company,
  } = target;
  return {
    first_name,
    last_name,
    ...(contact_email ? { contact_email } : {}),
    social_security_number: masked(social_security_number),
    company: company === undefined ? { name: null } : presentCompany(company),
    ...(date_of_birth ? { date_of_birth } : {}),
    ...(phone_number ? { phone_number } : {}),
  };
}

/** The vendor's sandbox knows one company, and found it by its name as well. */
const demo = { id: 1, name: 'Truework - DEMO' } as const;

function presentCompany({ id, name, ...details }: CompanyInput): NonNullable<Target['company']> {
  const number = /^[1-9]\d{0,8}$/.test(String(id)) ? Number(id) : undefined;
  if (number === demo.id || (id === undefined && name === 'Truework')) return { ...demo, ...details };
  return { ...(id === undefined ? {} : { id: number ?? id }), name: name ?? null, ...details };
}

/** The last four digits stay. */
function masked(socialSecurityNumber: string): string {
  return `***-**-${socialSecurityNumber.slice(-4)}`;
}

function defaultRequestParameters(withCompany: boolean): RequestParameters {
  return {
    employer_filter: withCompany ? 'target-employer' : 'all-employers',
    automated_underwriting_system_eligibility: 'not-required',
    verification_methods: {
      instant: { enabled: true },
      credentials: { enabled: withCompany },
      smart_outreach: { enabled: withCompany },
    },
  };
}

/**
 * The reports of a verification that is `completed`, highest id first.
 *
 * @param createdMs - When it was completed.
 * @param withAnalytics - Whether they carry `income_analytics`.
 */
export function presentReports(
  stored: VerificationRecord,
  createdMs: number,
  tenant: Tenant,
  withAnalytics?: boolean,
): [Report, ...Report[]] | [] {
  const all = sourcesOf(stored, tenant);
  const employments = stored.employment === null ? all : onlyOne(all, stored.employment);
  return employments.map(({ employment, given }, index) => {
    const id = tenant.ids.object('report', reportNumber(stored.sequence, employments.length - index));
    const madeUp = presentReport({ stored, employment, id, createdMs });
    const report = given === undefined ? madeUp : completeReport(madeUp, given);
    return withIncomeAnalytics(report, given, withAnalytics);
  }) as [Report, ...Report[]] | [];
}

/** Nine reports of a verification have neighbouring numbers; those beyond, which only a test person has, follow far behind. */
function reportNumber(sequence: number, location: number): number {
  return Math.floor(location / 10) * 2 ** 44 + sequence * 10 + (location % 10);
}

/** The one that is reverified. All of them if the test person no longer has it. */
function onlyOne(all: readonly ReportSource[], location: number): readonly ReportSource[] {
  const only = all.slice(location, location + 1);
  return only.length > 0 ? only : all;
}

/** What a report is made from. */
interface ReportSource {
  employment: TestEmployment;
  /** What a test person reports instead. */
  given?: TestPersonReport;
}

/** The employments of a person: given ones or those of the lists, else made-up ones. */
function sourcesOf(
  { input, createdMs, person }: VerificationRecord,
  tenant: Tenant,
): readonly ReportSource[] {
  const number = input.target.social_security_number;
  const madeUp = (location = 0) => madeUpEmployment(tenant.identity, number, createdMs, location);
  if (person?.reports !== undefined) {
    return person.reports.map((given, location) => ({ employment: madeUp(location), given }));
  }
  const listed = person === null ? (testValueOf(number)?.scenario?.employments ?? []) : [];
  return listed.length > 0 ? listed.map((employment) => ({ employment })) : [{ employment: madeUp() }];
}

function presentReport({
  stored,
  employment,
  id,
  createdMs,
}: {
  stored: VerificationRecord;
  employment: TestEmployment;
  id: string;
  createdMs: number;
}): Report {
  return {
    id,
    created: apiTimestamp(createdMs),
    current_as_of: apiDate(createdMs),
    verification_request: { id: stored.id, type: stored.input.type, created: apiTimestamp(stored.createdMs) },
    employer: {
      name: employment.employer,
      address: {
        line_one: '1 Example Street',
        city: 'Springfield',
        state: 'IL',
        country: 'US',
        postal_code: '62701',
      },
    },
    employee: presentEmployee(stored.input, employment),
    disputes: [],
  };
}

function presentEmployee({ target, type }: VerificationInput, employment: TestEmployment): Employee {
  return {
    first_name: target.first_name,
    last_name: target.last_name,
    status: employment.status,
    status_detail: employment.status,
    hired_date: employment.hiredDate,
    ...(employment.terminationDate ? { termination_date: employment.terminationDate } : {}),
    ...(employment.onLeaveDate ? { on_leave_date: employment.onLeaveDate } : {}),
    positions: [
      {
        title: employment.title,
        start_date: employment.hiredDate,
        ...(employment.terminationDate ? { end_date: employment.terminationDate } : {}),
        employment_type: employment.employmentType,
      },
    ],
    social_security_number: masked(target.social_security_number),
    ...(type === 'employment' ? {} : { earnings: employment.earnings }),
    ...(type === 'employment' || employment.salary === undefined ? {} : { salary: employment.salary }),
  };
}

/** A report with the given figures, or with ours, if the request asks for them. */
function withIncomeAnalytics(
  report: Report,
  given: TestPersonReport | undefined,
  withAnalytics: boolean | undefined,
): Report {
  return withAnalytics ? { ...report, income_analytics: incomeAnalytics(report.employee, given) } : report;
}

/** Figures of our own: it is not known how the API calculates them. Null if it is documented that it does not. */
function incomeAnalytics(
  { status, salary, earnings }: Employee,
  given: TestPersonReport | undefined,
): IncomeAnalytics | null {
  if (given?.income_analytics !== undefined) return given.income_analytics;
  // A verification of employment alone has no salary.
  if (status !== 'active' || !salary) return null;
  const lastYear = earnings?.at(1) ?? earnings?.at(0);
  const base = salary.pay_frequency === 'annually' ? salary.gross_pay : undefined;
  return {
    annualized_income: {
      base_amount: dollars(base),
      gross_amount: dollars(lastYear?.total ?? base),
      short_employment_warning: false,
      stale_data_warning: false,
      variable_income_warning: false,
    },
    income_volatility: { gross_income_volatility: '0.00' },
  };
}

function dollars(amount: string | undefined): Money | null {
  return amount === undefined ? null : { amount, currency: 'USD' };
}
