import type { EmployerAddress, Report } from './generated/types.gen.ts';

/** What is printed of a report: all that it has, so that an answer cut down by `fields` prints too. */
export type PrintedReport = Partial<Report>;

type Line = readonly [label: string, value: string | null | undefined];

/**
 * A report as PDF. The same report gives the same bytes: its dates are the report's own.
 *
 * The page is this project's own: what Truework's looks like is not published. Characters that the standard fonts of PDF do
 * not have (beyond Western European ones) are printed as `?`.
 */
export async function reportPdf(report: PrintedReport): Promise<Uint8Array> {
  // The library takes longer to load than the whole sandbox to start.
  const { default: PdfDocument } = await import('pdfkit');
  const created = new Date(report.created ?? 0);
  const document = new PdfDocument({
    size: 'LETTER',
    lang: 'en-US',
    info: {
      Title: `Report ${report.id ?? ''}`.trim(),
      Producer: '@truework-legacy/sandbox',
      Creator: '@truework-legacy/sandbox',
      CreationDate: created,
      ModDate: created,
    },
  });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });

  const { employee } = report;
  const heading = report.verification_request?.type === 'employment' ? 'employment' : 'employment and income';
  document.font('Helvetica-Bold').fontSize(18).text(`Verification of ${heading}`);
  document
    .font('Helvetica')
    .fontSize(9)
    .text('Made by a local sandbox. The person, the employer and all figures are synthetic.');

  const section = (title: string, lines: readonly Line[]) => {
    const known = lines.filter(([, value]) => value !== undefined && value !== null && value !== '');
    if (known.length === 0) return;
    document.moveDown().font('Helvetica-Bold').fontSize(12).text(title).font('Helvetica').fontSize(10);
    for (const [label, value] of known) document.text(`${label}: ${printable(String(value))}`);
  };

  section('Report', [
    ['Id', report.id],
    ['Created', report.created],
    ['Current as of', report.current_as_of],
    ['Verification', report.verification_request?.id],
    ['Ordered', report.verification_request?.created],
    ['DU reference', report.du_reference_id],
    ['Eligible for Day 1 Certainty', yesOrNo(report.d1c_eligible)],
  ]);
  section('Employee', [
    ['Name', employee && `${employee.first_name} ${employee.last_name}`],
    ['Social security number', employee?.social_security_number],
    ['Status', employee?.status],
    ['Hired', employee?.hired_date],
    ['Terminated', employee?.termination_date ?? employee?.end_of_employment],
    ['On leave since', employee?.on_leave_date],
    ['Address', oneLine(employee?.address)],
  ]);
  section('Employer', [
    ['Name', report.employer?.name],
    ['Address', oneLine(report.employer?.address)],
    ['Respondent', report.respondent?.full_name],
    ["Respondent's title", report.respondent?.title],
  ]);
  for (const position of employee?.positions ?? []) {
    section('Position', [
      ['Title', position.title],
      ['Type', position.employment_type],
      ['From', position.start_date],
      ['To', position.end_date],
    ]);
  }
  section('Salary', [
    ['Gross pay', employee?.salary?.gross_pay],
    ['Paid', employee?.salary?.pay_frequency],
    ['Hours per week', employee?.salary?.hours_per_week],
    ['Months per year', employee?.salary?.months_per_year],
  ]);
  if (employee?.earnings?.length) {
    document.moveDown().font('Helvetica-Bold').fontSize(12).text('Earnings').font('Helvetica').fontSize(10);
    document.table({
      data: [
        ['Year', 'Base', 'Overtime', 'Commission', 'Bonus', 'Other', 'Total'],
        ...employee.earnings.map(({ year, base, overtime, commission, bonus, other, total }) =>
          [year, base, overtime, commission, bonus, other, total].map((value) => printable(value ?? '')),
        ),
      ],
    });
  }
  section('Notes', [['Notes', report.additional_notes]]);
  for (const dispute of report.disputes ?? []) {
    section('Dispute', [
      ['Dispute', dispute.id],
      ['Created', dispute.created],
      ['Description', dispute.description],
    ]);
  }
  document.end();
  await finished;
  return Buffer.concat(chunks);
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
    .replace(/[^\n\x20-\x7e\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/gu, '?');
}
