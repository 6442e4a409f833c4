import type { Earnings, Employee, Report, Salary, Verification } from '../generated/types.gen.ts';
import { type ReportShape, testValueOf } from '../people/index.ts';
import { Rendered, type VerificationRecord } from '../state/index.ts';

// What reports looked like at other times. The spec describes neither time, so a response is validated before it gets its shape.

/** The shape of the reports of a verification: that of its test person, or else the sandbox's. */
export function shapeOf({ input, person }: VerificationRecord, usual: ReportShape): ReportShape {
  const listed = person === null ? testValueOf(input.target.social_security_number) : undefined;
  return listed?.scenario?.reportShape ?? usual;
}

/** A verification, or a part of one, as JSON: validated as it is, and sent with its reports in their shape. */
export function renderInShape<Shown extends Partial<Verification>>(
  verification: Shown,
  stored: VerificationRecord,
  usual: ReportShape,
): Rendered<Shown> {
  return Rendered.of(verification, verificationInShape(verification, shapeOf(stored, usual)));
}

function verificationInShape(verification: Partial<Verification>, shape: ReportShape): object {
  const { reports } = verification;
  if (!reports) return verification;
  return { ...verification, reports: reports.map((report) => reportInShape(report, shape)) };
}

/** A report, or a part of one, in a shape. */
export function reportInShape(report: Partial<Report>, shape: ReportShape): object {
  switch (shape) {
    case 'current':
      return report;
    case '2019':
      return reportOf2019(report);
    case '2022':
      return reportOf2022(report);
  }
}

/** As the fixtures and the models of the SDKs of 2019 and 2020 have it. */
function reportOf2019(report: Partial<Report>): object {
  const { current_as_of, employee } = report;
  return {
    ...report,
    ...(current_as_of && { current_as_of: `${current_as_of}T00:00:00Z` }),
    ...(employee && { employee: employeeOf2019(employee) }),
  };
}

function employeeOf2019({ termination_date, earnings, salary, ...employee }: Employee): object {
  return {
    ...employee,
    end_of_employment: termination_date ?? employee.end_of_employment ?? null,
    ...(earnings && {
      earnings: earnings.map(({ year, other: _, ...parts }) => ({ ...parts, year: Number(year) })),
      salary: salaryOf2019(salary, earnings, employee),
    }),
  };
}

/** Of somebody who has left, too, and always with hours. It is not known which salary that was: here it is that of the best year. */
function salaryOf2019(
  salary: Salary | null | undefined,
  earnings: readonly Earnings[],
  { positions }: Pick<Employee, 'positions'>,
): object {
  const best = Math.max(0, ...earnings.map(({ base }) => Number(base ?? 0)));
  const isPartTime = positions[0]?.employment_type === 'regular-part-time';
  return {
    ...(salary ?? { gross_pay: best.toFixed(2), pay_frequency: 'annually' }),
    hours_per_week: salary?.hours_per_week ?? (isPartTime ? '20' : '40'),
  };
}

/** As it was recorded in 2022. */
function reportOf2022({ disputes: _, ...report }: Partial<Report>): object {
  const { employer } = report;
  if (typeof employer?.address !== 'object' || employer.address === null) return report;
  const { line_one, line_two, city, state, postal_code } = employer.address;
  const region = [state, postal_code].filter(Boolean).join(' ');
  const place = [city, region].filter(Boolean).join(', ');
  const address = [line_one, line_two, place].filter(Boolean).join('\n');
  return { ...report, employer: { ...employer, address } };
}
