import { buffer } from 'node:stream/consumers';
import type {
  Employee,
  EmployerAddress,
  IncomeAnalytics,
  Money,
  Report,
  Salary,
} from '../generated/types.gen.ts';

/** What is printed of a report: all that it has, so that a response cut down by `fields` prints too. */
export type PrintedReport = Partial<Report>;

type Line = readonly [label: string, value: string | null | undefined];

interface Section {
  title: string;
  lines: readonly Line[];
}

/**
 * A report as PDF. The same report gives the same bytes: its dates are the report's own.
 *
 * The page is this project's own: what Truework's looks like is not published. Characters that the standard fonts of PDF do
 * not have (beyond Western European ones) are printed as `?`.
 */
export async function reportPdf(report: PrintedReport): Promise<Uint8Array> {
  // The library takes longer to load than the whole sandbox to start.
  const { default: PdfDocument } = await import('pdfkit');
  // A leap second is a time of the API, and not one of JavaScript.
  const created = new Date(report.created?.replace(/:60/, ':59') ?? 0);
  const document = new PdfDocument({
    lang: 'en-US',
    info: {
      Title: `Report ${report.id ?? ''}`.trim(),
      Producer: '@truework-legacy/sandbox',
      Creator: '@truework-legacy/sandbox',
      CreationDate: created,
      ModDate: created,
    },
  });
  print(report, document);
  document.end();
  return buffer(document);
}

function print(report: PrintedReport, document: PDFKit.PDFDocument): void {
  const { employee } = report;
  const heading = report.verification_request?.type === 'employment' ? 'employment' : 'employment and income';
  document.font('Helvetica-Bold').fontSize(18).text(`Verification of ${heading}`);
  document
    .font('Helvetica')
    .fontSize(9)
    .text('Made by a local sandbox. The person, the employer and all figures are synthetic.');
  printSections([...personSections(report), ...payOf(employee?.salary)], document);
  printEarnings(employee?.earnings ?? [], document);
  printSections([...analyticsOf(report.income_analytics), ...remarksOf(report)], document);
}

/** A section of which nothing is known is left out. */
function printSections(sections: readonly Section[], document: PDFKit.PDFDocument): void {
  for (const { title, lines } of sections) {
    const known = lines.filter(([, value]) => value);
    if (known.length === 0) continue;
    printTitle(title, document);
    for (const [label, value] of known) document.text(`${label}: ${printable(String(value))}`);
  }
}

function printTitle(title: string, document: PDFKit.PDFDocument): void {
  document.moveDown().font('Helvetica-Bold').fontSize(12).text(title).font('Helvetica').fontSize(10);
}

function personSections(report: PrintedReport): Section[] {
  const { employee, employer, respondent } = report;
  return [
    {
      title: 'Report',
      lines: [
        ['Id', report.id],
        ['Created', report.created],
        ['Current as of', report.current_as_of],
        ['Verification', report.verification_request?.id],
        ['Requested', report.verification_request?.created],
        ['DU reference', report.du_reference_id],
        ['Eligible for Day 1 Certainty', yesOrNo(report.d1c_eligible)],
        ['Pricing tier', report.pricing_tier],
      ],
    },
    ...employeeOf(employee),
    {
      title: 'Employer',
      lines: [
        ['Name', employer?.name],
        ['Address', oneLine(employer?.address)],
        ['Respondent', respondent?.full_name],
        ["Respondent's title", respondent?.title],
      ],
    },
    ...(employee?.positions ?? []).map(({ title, employment_type, start_date, end_date }): Section => {
      const lines: Line[] = [
        ['Title', title],
        ['Type', employment_type],
        ['From', start_date],
        ['To', end_date],
      ];
      return { title: 'Position', lines };
    }),
  ];
}

function employeeOf(employee: Employee | undefined): Section[] {
  if (employee === undefined) return [];
  return [
    {
      title: 'Employee',
      lines: [
        ['Name', `${employee.first_name} ${employee.last_name}`],
        ['Social security number', employee.social_security_number],
        ['Status', employee.status],
        ["Status in the employer's words", employee.status_detail],
        ['Hired', employee.hired_date],
        ['Terminated', employee.termination_date ?? employee.end_of_employment],
        ['On leave since', employee.on_leave_date],
        ['Address', oneLine(employee.address)],
      ],
    },
  ];
}

function payOf(salary: Salary | null | undefined): Section[] {
  const lines: Line[] = [
    ['Gross pay', salary?.gross_pay],
    ['Paid', salary?.pay_frequency],
    ['Hours per week', salary?.hours_per_week],
    ['Months per year', salary?.months_per_year],
    ['Reduced because of the pandemic', salary?.reduced_covid],
  ];
  return [{ title: 'Salary', lines }];
}

function printEarnings(earnings: NonNullable<Employee['earnings']>, document: PDFKit.PDFDocument): void {
  if (earnings.length === 0) return;
  printTitle('Earnings', document);
  document.table({
    data: [
      ['Year', 'Base', 'Overtime', 'Commission', 'Bonus', 'Other', 'Total'],
      ...earnings.map(({ year, base, overtime, commission, bonus, other, total }) =>
        [year, base, overtime, commission, bonus, other, total].map((value) => printable(value ?? '')),
      ),
    ],
  });
}

function analyticsOf(analytics: IncomeAnalytics | null | undefined): Section[] {
  const income = analytics?.annualized_income;
  const lines: Line[] = [
    ['Base, a year', dollars(income?.base_amount)],
    ['Gross, a year', dollars(income?.gross_amount)],
    ['Employment is short', yesOrNo(income?.short_employment_warning)],
    ['Data is old', yesOrNo(income?.stale_data_warning)],
    ['Income varies', yesOrNo(income?.variable_income_warning)],
    ['Volatility', analytics?.income_volatility?.gross_income_volatility],
  ];
  return [{ title: 'Income analytics', lines }];
}

function remarksOf({ additional_notes, disputes }: PrintedReport): Section[] {
  return [
    { title: 'Notes', lines: [['Notes', additional_notes]] },
    ...(disputes ?? []).map(({ id, reference_id, created, description }): Section => {
      const lines: Line[] = [
        ['Dispute', id],
        ['Reference', reference_id],
        ['Created', created],
        ['Description', description],
      ];
      return { title: 'Dispute', lines };
    }),
  ];
}

function dollars(money: Money | null | undefined): string | undefined {
  return money ? `${money.amount} ${money.currency}` : undefined;
}

function yesOrNo(value: boolean | null | undefined): string | undefined {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined;
}

function oneLine(address: EmployerAddress | string | null | undefined): string | undefined {
  if (address === null || address === undefined) return undefined;
  if (typeof address === 'string') return address.replaceAll('\n', ', ');
  const { line_one, line_two, city, state, postal_code, country } = address;
  return [line_one, line_two, city, state, postal_code, country].filter(Boolean).join(', ');
}

/** What the standard fonts lack would come out as another letter, not as a gap. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\n\x20-\x7e\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/gu, '?');
}
