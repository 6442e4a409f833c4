import { person, verificationInput } from '@truework-legacy/spec/test-data';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import type { Report } from '../generated/types.gen.ts';
import { type PrintedReport, reportPdf } from './report-pdf.ts';

const report: Report = {
  id: 'AAAAAAAAAAsACw',
  created: '2019-11-07T09:30:00.000000Z',
  current_as_of: '2019-11-01',
  verification_request: {
    id: 'AAAAAAAAAAcABw',
    type: 'employment-income',
    created: '2019-11-05T17:08:44.819814Z',
  },
  employer: { name: 'Example Widgets LLC', address: { line_one: '1 Example Street', city: 'Springfield' } },
  employee: {
    first_name: 'Zoë',
    last_name: 'Sample',
    status: 'active',
    social_security_number: '***-**-0000',
    hired_date: '2016-04-01',
    positions: [{ title: 'Designer', start_date: '2016-04-01' }],
    earnings: [{ year: '2018', base: '61000.00', total: '61000.00' }],
    salary: { gross_pay: '65000.00', pay_frequency: 'annually' },
  },
  disputes: [],
};

async function textOf(printed: PrintedReport): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await reportPdf(printed))), {
    mergePages: true,
  });
  return text;
}

describe('reportPdf', () => {
  test('prints everything that a report may have, in this order', async () => {
    const text = await textOf({
      ...report,
      du_reference_id: 'DU-1',
      d1c_eligible: true,
      pricing_tier: 'smart-outreach',
      additional_notes: 'A note.',
      employer: {
        name: 'Example Widgets LLC',
        address: {
          line_one: '1 Example Street',
          line_two: 'Floor 2',
          city: 'Springfield',
          state: 'CA',
          postal_code: '00000',
          country: 'US',
        },
      },
      respondent: { full_name: 'Sam Payroll', title: 'Clerk' },
      employee: {
        ...report.employee,
        status: 'inactive',
        status_detail: 'retired',
        termination_date: '2019-10-31',
        on_leave_date: '2019-10-01',
        address: '2 Sample Road\nSpringfield',
        positions: [
          { title: 'Designer', employment_type: 'regular', start_date: '2016-04-01', end_date: '2019-10-31' },
        ],
        salary: {
          gross_pay: '31.50',
          pay_frequency: 'hourly',
          hours_per_week: '40',
          months_per_year: '12',
          reduced_covid: 'yes',
        },
        earnings: [
          {
            year: '2018',
            base: '1.00',
            overtime: '2.00',
            commission: '3.00',
            bonus: '4.00',
            other: '5.00',
            total: '15.00',
          },
        ],
      },
      income_analytics: {
        annualized_income: {
          base_amount: { amount: '1.00', currency: 'USD' },
          gross_amount: { amount: '2.00', currency: 'USD' },
          short_employment_warning: true,
          stale_data_warning: false,
          variable_income_warning: true,
        },
        income_volatility: { gross_income_volatility: '0.10' },
      },
      disputes: [{ id: 'd-1', reference_id: 'r-1', created: '2019-11-08T10:00:00Z', description: 'One.' }],
    } as never);
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'Verification of employment and income',
      'Made by a local sandbox. The person, the employer and all figures are synthetic.',
      'Report',
      'Id: AAAAAAAAAAsACw',
      'Created: 2019-11-07T09:30:00.000000Z',
      'Current as of: 2019-11-01',
      'Verification: AAAAAAAAAAcABw',
      'Requested: 2019-11-05T17:08:44.819814Z',
      'DU reference: DU-1',
      'Eligible for Day 1 Certainty: yes',
      'Pricing tier: smart-outreach',
      'Employee',
      'Name: Zoë Sample',
      'Social security number: ***-**-0000',
      'Status: inactive',
      "Status in the employer's words: retired",
      'Hired: 2016-04-01',
      'Terminated: 2019-10-31',
      'On leave since: 2019-10-01',
      'Address: 2 Sample Road, Springfield',
      'Employer',
      'Name: Example Widgets LLC',
      'Address: 1 Example Street, Floor 2, Springfield, CA, 00000, US',
      'Respondent: Sam Payroll',
      "Respondent's title: Clerk",
      'Position',
      'Title: Designer',
      'Type: regular',
      'From: 2016-04-01',
      'To: 2019-10-31',
      'Salary',
      'Gross pay: 31.50',
      'Paid: hourly',
      'Hours per week: 40',
      'Months per year: 12',
      'Reduced because of the pandemic: yes',
      'Earnings',
      'Year Base Overtime Commission Bonus Other Total',
      '2018 1.00 2.00 3.00 4.00 5.00 15.00',
      'Income analytics',
      'Base, a year: 1.00 USD',
      'Gross, a year: 2.00 USD',
      'Employment is short: yes',
      'Data is old: no',
      'Income varies: yes',
      'Volatility: 0.10',
      'Notes',
      'Notes: A note.',
      'Dispute',
      'Dispute: d-1',
      'Reference: r-1',
      'Created: 2019-11-08T10:00:00Z',
      'Description: One.',
    ]);
  });

  test('gives the same bytes for the same report, whatever the time is', async () => {
    const first = await reportPdf(report);
    expect(Buffer.from(first.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(Buffer.from(await reportPdf(structuredClone(report))).equals(first)).toBe(true);
    expect(Buffer.from(await reportPdf({ ...report, current_as_of: '2019-11-02' })).equals(first)).toBe(
      false,
    );
  });

  test('says what it is, on a page of US Letter, from large to small', async () => {
    const document = await getDocumentProxy(new Uint8Array(await reportPdf(report)));
    const at = 'D:20191107093000Z';
    const made = '@truework-legacy/sandbox';
    expect((await getMeta(document)).info).toMatchObject({
      Title: 'Report AAAAAAAAAAsACw',
      Language: 'en-US',
      Producer: made,
      Creator: made,
      CreationDate: at,
      ModDate: at,
    });
    const page = await document.getPage(1);
    await page.getOperatorList();
    const { items } = await page.getTextContent();
    const lines = items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [`${item.str}: ${page.commonObjs.get(item.fontName).name} ${item.height}`]
        : [],
    );
    expect(page.view).toEqual([0, 0, 612, 792]);
    expect(lines.slice(0, 4)).toEqual([
      'Verification of employment and income: Helvetica-Bold 18',
      'Made by a local sandbox. The person, the employer and all figures are synthetic.: Helvetica 9',
      'Report: Helvetica-Bold 12',
      'Id: AAAAAAAAAAsACw: Helvetica 10',
    ]);
  });

  test('prints of nothing but a leap second no more than that', async () => {
    const bytes = new Uint8Array(
      await reportPdf({ created: '2016-12-31T23:59:60Z', pricing_tier: '' as never }),
    );
    const document = await getDocumentProxy(bytes);
    expect((await getMeta(document)).info).toMatchObject({
      Title: 'Report',
      CreationDate: 'D:20161231235959Z',
    });
    const { text } = await extractText(document, { mergePages: true });
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'Verification of employment and income',
      'Made by a local sandbox. The person, the employer and all figures are synthetic.',
      'Report',
      'Created: 2016-12-31T23:59:60Z',
    ]);
  });

  test('leaves out what the report does not have', async () => {
    const verification_request = { ...report.verification_request, type: 'employment' as const };
    const text = await textOf({ id: report.id, employer: report.employer, verification_request });
    expect(text).toMatch(/^Verification of employment\n/);
    expect(text).toContain('Example Widgets LLC');
    expect(text).toContain('Address: 1 Example Street, Springfield');
    expect(text).not.toMatch(/Salary|Earnings|Position|undefined|null/);
  });

  test('prints several positions and years, and leaves out what is null', async () => {
    const text = await textOf({
      ...report,
      employer: { name: null, address: null },
      employee: {
        ...report.employee,
        social_security_number: null,
        status: 'inactive',
        status_detail: 'leave-of-absence',
        end_of_employment: '2019-09-30',
        on_leave_date: '2019-10-01',
        hired_date: null,
        positions: [
          { title: null },
          { title: 'Welder', end_date: null },
          { title: 'Foreman', start_date: null },
        ],
        salary: { gross_pay: '31.50', pay_frequency: 'hourly', hours_per_week: null, reduced_covid: 'no' },
        earnings: [
          { year: '2019', base: null, total: '51000.00' },
          { year: '2018', total: null },
          { year: '2017' },
        ],
      },
      income_analytics: {
        annualized_income: { base_amount: null, gross_amount: { amount: '51000.01', currency: 'USD' } },
        income_volatility: null,
      },
      pricing_tier: 'smart-outreach',
      respondent: { full_name: null, title: 'Payroll manager' },
      disputes: [
        {
          id: 'd-1',
          reference_id: 'r-1',
          created: '2019-11-08T10:00:00Z',
          description: 'One.\r\nTwo.\tThree.',
        },
      ],
    });
    for (const part of [
      'Title: Welder\nPosition\nTitle: Foreman',
      "Status in the employer's words: leave-of-absence",
      'Terminated: 2019-09-30\nOn leave since: 2019-10-01',
      'Gross pay: 31.50\nPaid: hourly\nReduced because of the pandemic: no',
      '2019 51000.00\n2018\n2017',
      'Gross, a year: 51000.01 USD',
      'Pricing tier: smart-outreach',
      "Respondent's title: Payroll manager",
      'Dispute: d-1\nReference: r-1',
      'One.\nTwo. Three.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/null|undefined|\?/);
  });

  test('prints long text and many years to the end', async () => {
    const earnings = Array.from({ length: 300 }, (_, index) => ({
      year: String(2300 - index),
      total: '51000.00',
    }));
    const text = await textOf({
      ...report,
      additional_notes: `${'word '.repeat(1900)}last-of-notes`,
      employee: { ...report.employee, first_name: 'Q'.repeat(255), earnings },
      disputes: [{ id: 'd-1', created: '2019-11-08T10:00:00Z', description: `${'x'.repeat(9900)}END` }],
    });
    expect(text.match(/^\d{4} 51000\.00$/gm)).toHaveLength(300);
    expect(text.match(/last-of-notes/g)).toHaveLength(1);
    expect(text.trim().slice(-4)).toBe('xEND');
    expect(text.match(/Q/g)).toHaveLength(255);
  });

  test('prints a question mark for a letter that the fonts lack, never another letter', async () => {
    const employee = { ...report.employee, first_name: 'Łucja', last_name: '漢字😀' };
    expect(await textOf({ ...report, employee })).toContain('Name: ?ucja ???');
  });
});

describe('over the API', () => {
  const key = 'tw_sk_test_0000';
  const pdf = 'application/pdf';

  async function completed() {
    const sandbox = openSandbox();
    const read = (path: string, accept = 'application/json', more: Record<string, string> = {}) =>
      sandbox.fetch(`http://sandbox/verification-requests/${path}`, {
        headers: { Authorization: `Bearer ${key}`, Accept: accept, ...more },
      });
    const target = { ...person, social_security_number: '000-00-0001' };
    const input = { ...verificationInput, target };
    const created = await send(sandbox, key, 'POST', '/verification-requests/', input, {
      'Request-Sync': 'sync',
    });
    const { id, reports } = (await created.json()) as { id: string; reports: [Report] };
    return { read, id, reportId: reports[0].id };
  }

  test('responds to both report operations with a PDF, with or without the version, and signs none', async () => {
    const { read, id, reportId } = await completed();
    const responses = await Promise.all([
      read(`${id}/reports/${reportId}`, pdf),
      read(`${id}/reports/${reportId}`, `${pdf}; version=2019-10-15`),
      read(`${id}/report/`, pdf),
      read(`${id}/report/`, `application/json; q=0.5, ${pdf}`),
    ]);
    const bodies = await Promise.all(
      responses.map(async (response) => Buffer.from(await response.arrayBuffer())),
    );
    for (const [index, { status, headers }] of responses.entries()) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(pdf);
      expect(headers.get('content-length')).toBe(String(bodies[index]?.length));
      expect(headers.get('version')).toBe('2019-10-15');
      expect(headers.has('x-truework-signature')).toBe(false);
      expect(bodies[index]?.equals(bodies[0] as Buffer)).toBe(true);
    }
    const { text } = await extractText(new Uint8Array(bodies[0] as Buffer), { mergePages: true });
    expect(text).toContain('Name: Zoë O’Neill-Größe ??');
    expect(text).toContain('Program Manager');
    const cut = await read(`${id}/report/?fields=id,employer`, pdf);
    const { text: rest } = await extractText(new Uint8Array(await cut.arrayBuffer()), { mergePages: true });
    expect(rest).toContain(reportId);
    expect(rest).not.toContain('Zoë');
  });

  test('has errors as JSON, no PDF of other operations, and no PDF of other versions', async () => {
    const { read, id, reportId } = await completed();
    const missing = await read(`${id}/reports/unknown`, pdf);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toBe('application/json');
    expect((await read(id, pdf)).status).toBe(406);
    expect((await read(`${id}/reports/${reportId}`, `${pdf}; version=2022-08-01`)).status).toBe(406);
  });

  test('lets faults apply to it', async () => {
    const { read, id, reportId } = await completed();
    const whole = await (await read(`${id}/reports/${reportId}`, pdf)).arrayBuffer();
    const cut = await read(`${id}/reports/${reportId}`, pdf, { 'X-Sandbox-Fault': 'truncated-body' });
    expect((await cut.arrayBuffer()).byteLength).toBe(whole.byteLength >> 1);
  });
});
