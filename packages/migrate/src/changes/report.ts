import { isObject, itemsOf, noteLost, present } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import type { AddressForm } from './address.ts';
import { disputesFromLater } from './disputes.ts';
import { eligibilitiesFromLater } from './eligibilities.ts';
import { employeeFromLater, emptyEmployee } from './employee.ts';
import { employerFromLater } from './employer.ts';
import { incomeAnalyticsFromLater } from './income-analytics.ts';
import { respondentFromLater } from './respondent.ts';
import { reportVerificationFromLater } from './verification-type.ts';

// A report is a resource of its own, and may be of bank data: then it has neither employee nor employer, and 2019-10-15 has no report
// like it. `pricing_tier` of old reports is no `completed_by_method`, and is left out.

/** How reports are converted. */
export interface ReportOptions {
  /** Addresses as an object of parts, or as one string of lines for code that expects that. Default: `object`. */
  readonly addressAs?: AddressForm | undefined;
  /** Whether a report without an employee, such as one of bank data, gets an empty one. Default: false, which leaves it out. */
  readonly emptyEmployee?: boolean | undefined;
}

/** @returns Undefined if 2019-10-15 has no report like it. */
export function reportFromLater(
  report: Later.OrderReport,
  options: ReportOptions,
  around: Legacy.VerificationType | undefined,
  notes: Notes,
): Legacy.Report | undefined {
  noteNew(report, notes);
  const employee = employeeOf(report, options, notes.at('employee'));
  if (employee === undefined) return undefined;
  const { id, created, current_as_of, additional_notes } = report;
  return {
    id,
    created,
    current_as_of,
    verification_request: reportVerificationFromLater(
      report.verification_request,
      around,
      notes.at('verification_request'),
    ),
    employer: employerFromLater(report.employer, options.addressAs, notes.at('employer')),
    employee,
    ...present({ additional_notes }),
    ...respondentFromLater(report.respondent, notes.at('respondent')),
    ...eligibilitiesFromLater(report.eligibilities, notes.at('eligibilities')),
    disputes: disputesFromLater(report.disputes, notes.at('disputes')),
    ...incomeAnalyticsFromLater(report.income_analytics, notes.at('income_analytics')),
  };
}

function noteNew(report: Later.OrderReport, notes: Notes): void {
  const { annotations, applicant_documents, completed, completed_by_method } = report;
  const { paystubs, financial_institution_accounts } = report;
  const fields = { annotations, applicant_documents, completed, completed_by_method };
  noteLost({ ...fields, paystubs, financial_institution_accounts }, 'New in 2023-10-30.', notes);
}

function employeeOf(
  { employee }: Later.OrderReport,
  options: ReportOptions,
  notes: Notes,
): Legacy.Employee | undefined {
  if (isObject(employee)) return employeeFromLater(employee, options.addressAs, notes);
  if (options.emptyEmployee === true) {
    notes.add(
      'assumed',
      'The report has no employee. It gets an empty one, because `emptyEmployee` is true.',
    );
    return emptyEmployee;
  }
  notes.add('reject', 'The report has no employee, as in reports of bank data, so the report is left out.');
  return undefined;
}

/** Null, an empty list, and a list without convertible reports are left out. */
export function reportsFromLater(
  reports: readonly Later.OrderReport[] | null | undefined,
  options: ReportOptions,
  around: Legacy.VerificationType,
  notes: Notes,
): Pick<Legacy.Verification, 'reports'> {
  const converted = itemsOf(reports).flatMap((report, index) => {
    return reportFromLater(report, options, around, notes.at(index)) ?? [];
  });
  return converted.length > 0 ? { reports: converted } : {};
}
