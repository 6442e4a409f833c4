import { createTruework, type Report, type VerificationInput } from '@truework-legacy/client';
import {
  createSandbox,
  SandboxError,
  type TestPerson,
  type TestPersonReport,
} from '@truework-legacy/sandbox';
import type { Schema } from '@truework-legacy/spec/document';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Exchange, recording } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { full } from '../../src/full-value.ts';
import { runs, seed } from '../../src/random-runs.ts';
import { expectNone } from '../../src/remarks.ts';
import { SchemaInstances } from '../../src/schema-instances.ts';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput, fullSession, inputWithoutCompany } from '../../src/verification-inputs.ts';
import { type Delivery, webhookFindings } from '../../src/webhook-findings.ts';

// A test person of one's own, through every operation: the spec and the validators check each response and webhook.

const number = '000-55-0001';

/** The newer employment: several years, and null wherever the API knows null. */
const current: TestPersonReport = {
  current_as_of: '2019-11-01',
  employer: { name: 'Example Widgets LLC', address: { line_one: '1 Example Street', line_two: null } },
  employee: {
    status: 'active',
    hired_date: null,
    positions: [
      { title: 'Welder', start_date: '2016-04-01', end_date: null, employment_type: null },
      { title: null, start_date: null },
    ],
    salary: {
      gross_pay: '31.50',
      pay_frequency: 'hourly',
      hours_per_week: null,
      months_per_year: null,
      reduced_covid: null,
    },
    earnings: [
      { year: '2019', base: '51000.00', overtime: null, total: null },
      { year: '2018', base: null, total: '48000.00' },
      { year: '2017' },
    ],
    address: null,
  },
  additional_notes: null,
  respondent: { full_name: 'Casey Clerk', title: null },
  disputes: [
    {
      id: 'dispute-1',
      reference_id: null,
      description: 'The end date is wrong.',
      created: '2019-11-08T10:00:00Z',
    },
  ],
};

/** The employment before: left, without a salary. */
const former: TestPersonReport = {
  employer: { name: null },
  employee: { termination_date: '2016-03-31', on_leave_date: '2016-01-01', salary: null, earnings: [] },
};

const rich: TestPerson = {
  social_security_number: number,
  states: [
    { state: 'processing', after: '1 minute' },
    { state: 'action-required', after: '1 hour' },
    { state: 'processing', after: 5000 },
    { state: 'completed', after: '2 days' },
  ],
  price: { amount: '12.34', currency: 'USD' },
  turnaround_time: { lower_bound: '1', upper_bound: null },
  reports: [current, former],
};

const target = { ...inputWithoutCompany.target, social_security_number: number };
const verificationInput: VerificationInput = { ...inputWithoutCompany, target };

let sandbox: ReturnType<typeof createSandbox>;
let exchanges: Exchange[];
let deliveries: Delivery[];
let fetchRecorded: typeof globalThis.fetch;

function open(people: readonly TestPerson[]): void {
  sandbox = createSandbox({
    people,
    validateResponses: false,
    clock: { now: () => Date.UTC(2019, 10, 5) },
    rateLimit: false,
    send: async (input, init) => {
      const request = new Request(input, init);
      deliveries.push({ method: request.method, headers: request.headers, body: await request.text() });
      return new Response(null, { status: 204 });
    },
  });
  ({ fetch: fetchRecorded, exchanges } = recording(sandbox.fetch));
}

beforeEach(() => {
  deliveries = [];
  open([rich]);
});

afterEach(async () => {
  await sandbox.close();
  expectAsSpecified(exchanges);
  expectNone(deliveries.flatMap(webhookFindings), 'sandbox');
});

const tenant = () => sandbox.tenant(testKey);
const truework = (fetch = fetchRecorded) =>
  createTruework({ token: testKey, environment: 'local', fetch, rateLimiter: false, retries: 0 });

/** A report as it is expected of what was given, for a verification with income. */
function expected({ employee, ...given }: TestPersonReport) {
  return expect.objectContaining({
    ...given,
    employee: expect.objectContaining({
      first_name: target.first_name,
      last_name: target.last_name,
      social_security_number: '***-**-0001',
      ...employee,
    }),
  });
}

const withAnalytics = '?income_analytics=true';

/** What a path responds with. */
async function call(path: string, init: RequestInit = {}) {
  const response = await fetchRecorded(`http://sandbox/${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': 'application/json' },
  });
  const body = (await response.json()) as Report & { error: object };
  return { status: response.status, body };
}

/** The report that a verification has without its id being asked for: the client has no method for it. */
async function single(id: string, query = '') {
  return (await call(`verification-requests/${id}/report/${query}`)).body;
}

async function completed(input = verificationInput) {
  const { id } = await truework().verifications.create(input);
  await tenant().clock.advance('3 days');
  return await truework().verifications.get(id);
}

describe('a test person', () => {
  test('goes through its states, each at its time, and webhooks report them', async () => {
    tenant().webhooks.add('https://receiver.example/hooks', 'a-token-of-the-hook');
    const created = await truework().verifications.create(verificationInput);
    expect(created).toMatchObject({
      state: 'pending-approval',
      price: { amount: '12.34', currency: 'USD' },
      turnaround_time: { lower_bound: '1', upper_bound: null },
    });
    await tenant().clock.advance('3 days');
    const { history } = tenant().verifications.find(created.id) ?? expect.unreachable();
    const startMs = Date.UTC(2019, 10, 5);
    expect(history.map(({ state, atMs }) => [state, (atMs - startMs) / 1000])).toEqual([
      ['pending-approval', 0],
      ['processing', 60],
      ['action-required', 3660],
      ['processing', 3665],
      ['completed', 3665 + 2 * 86_400],
    ]);
    expect(deliveries.map(({ body }) => JSON.parse(body).data.state)).toEqual([
      'processing',
      'action-required',
      'processing',
      'completed',
    ]);
  });

  test('has exactly its reports, with their nulls', async () => {
    const { reports } = await completed();
    expect(reports).toEqual([expected(current), expected(former)]);
    const [newer, older] = reports ?? [];
    expect(Object.keys(newer?.employee ?? {}).sort()).toEqual(
      ['first_name', 'last_name', 'social_security_number', ...Object.keys(current.employee ?? {})].sort(),
    );
    expect(older?.employee).toMatchObject({ status: 'inactive', positions: [{ title: 'Store Manager' }] });
    expect(older?.employee.positions[0]).not.toHaveProperty('start_date');
  });

  test('has no income in a verification of employment alone', async () => {
    const { reports } = await completed({ ...verificationInput, type: 'employment' });
    const [{ employee } = expect.unreachable()] = reports ?? [];
    expect(employee).not.toHaveProperty('salary');
    expect(employee).not.toHaveProperty('earnings');
    expect(employee.positions).toEqual(current.employee?.positions);
  });

  test('has income analytics on request: computed, or its own', async () => {
    const { id } = await completed();
    expect((await single(id, withAnalytics)).income_analytics?.annualized_income).toMatchObject({
      base_amount: null,
      gross_amount: { amount: '48000.00' },
    });
    const income_analytics = {
      annualized_income: null,
      income_volatility: { gross_income_volatility: '0.04' },
    };
    tenant().people.set([{ ...rich, reports: [{ ...current, income_analytics }] }]);
    const other = await completed();
    expect(other.reports?.[0]).not.toHaveProperty('income_analytics');
    const shown = await single(other.id, withAnalytics);
    expect(shown.income_analytics).toEqual(income_analytics);
  });

  test('is reverified by report, with what is known of the person then', async () => {
    const { id, reports = [] } = await completed();
    const report_id = reports?.[1]?.id ?? '';
    const reverified = async () => {
      const again = await truework().verifications.reverify(id, { report_id });
      await tenant().clock.advance('3 days');
      return (await truework().verifications.get(again.id)).reports;
    };
    expect(await reverified()).toEqual([expected(former)]);
    const later: TestPersonReport = { employer: { name: 'Example Community Bank' } };
    tenant().people.set([{ ...rich, reports: [current, later] }]);
    expect((await reverified())?.map(({ employer }) => employer.name)).toEqual(['Example Community Bank']);
    tenant().people.set([{ ...rich, reports: [current] }]);
    expect(await reverified(), 'it has no second employment any more').toEqual([expected(current)]);
    expect((await truework().verifications.get(id)).reports, 'what was verified stays').toEqual(reports);
  });

  test('logs in to a credentials session, and a verification of the person comes of it', async () => {
    const session = { ...fullSession, target: { ...fullSession.target, social_security_number: number } };
    const { token } = await truework().credentials.createSession(session);
    const { id } = tenant().credentialsSessions.complete(token);
    await tenant().clock.advance('3 days');
    const { state, price, reports } = await truework().verifications.get(id);
    expect({ state, price: price.amount }).toEqual({ state: 'completed', price: '12.34' });
    expect(reports?.map(({ employer }) => employer)).toEqual([current.employer, former.employer]);
  });

  test.for([
    [
      'canceled, by Truework',
      { states: [{ state: 'canceled' }] },
      { state: 'canceled', price: { amount: '42.95' } },
    ],
    [
      'canceled, for a reason',
      { states: [{ state: 'canceled' }], cancellation_reason: 'wrong-info', cancellation_details: null },
      {
        state: 'canceled',
        price: { amount: '0.00' },
        cancellation_reason: 'wrong-info',
        cancellation_details: null,
      },
    ],
    ['invalid', { states: [{ state: 'processing' }, { state: 'invalid' }] }, { state: 'invalid' }],
    [
      'action-required',
      { states: [{ state: 'processing' }, { state: 'action-required' }] },
      { state: 'action-required' },
    ],
    ['processing', { states: [{ state: 'processing' }] }, { state: 'processing' }],
    ['pending-approval', { states: [] }, { state: 'pending-approval' }],
    ['completed, with no report', { reports: [] }, { state: 'completed', reports: [] }],
  ] as [string, Omit<TestPerson, 'social_security_number'>, object][])(
    'ends %s',
    async ([, person, outcome]) => {
      tenant().people.set([{ social_security_number: number, ...person }]);
      const { id, ...verification } = await completed({
        ...fullInput,
        target: { ...fullInput.target, social_security_number: number },
      });
      expect(verification).toMatchObject(outcome);
      if (verification.state === 'completed')
        expect(await single(id)).toHaveProperty('error.message', 'Not found.');
      else expect(verification).not.toHaveProperty('reports');
    },
  );

  test.for([
    [{ status: 451 }, { message: 'The data of this person is frozen.' }],
    [{ status: 400 }, { message: 'Invalid field values provided' }],
    [
      { status: 400, message: 'Check the name.', invalid_fields: { target: { last_name: ['Too short.'] } } },
      { message: 'Check the name.', invalid_fields: { target: { last_name: ['Too short.'] } } },
    ],
    [{ status: 500 }, { message: 'Internal server error.' }],
  ] as [NonNullable<TestPerson['error']>, object][])(
    'gets the error %j, for a create, a session and a reverification',
    async ([error, body]) => {
      const { id, reports } = await completed();
      tenant().people.set([{ social_security_number: number, error }]);
      const report_id = reports?.[0]?.id;
      for (const [path, sent] of [
        ['verification-requests/', verificationInput],
        [
          'credentials/session',
          { ...fullSession, target: { ...fullSession.target, social_security_number: number } },
        ],
        [`verification-requests/${id}/reverify`, { report_id }],
      ] as const) {
        const method = path.endsWith('reverify') ? 'PUT' : 'POST';
        const response = await call(path, { method, body: JSON.stringify(sent) });
        expect({ status: response.status, error: response.body.error }, path).toEqual({
          status: error.status,
          error: body,
        });
      }
      expect(tenant().verifications.count()).toBe(1);
    },
  );
});

/** A report of the spec, as a person can have it. */
function given(report: object): TestPersonReport {
  const {
    id: _,
    verification_request: __,
    ...rest
  } = structuredClone(report) as Required<TestPersonReport> & {
    id: unknown;
    verification_request: unknown;
  };
  // Masked or null: that rule is the sandbox's own.
  if (typeof rest.employee?.social_security_number === 'string')
    rest.employee.social_security_number = '***-**-0001';
  return rest;
}

describe('whatever the API can express', () => {
  const report: Schema = { $ref: '#/components/schemas/Report' };

  test('a report with every field of the spec is shown with every field', async () => {
    const whole = given(full(report) as object);
    tenant().people.set([{ social_security_number: number, reports: [whole] }]);
    const { id } = await completed();
    const shown = await single(id, withAnalytics);
    expect(shown).toEqual({ ...whole, id: shown.id, verification_request: shown.verification_request });
  });

  test('a hundred reports of one verification have ids of their own, the highest first', async () => {
    tenant().people.set([
      { social_security_number: number, reports: Array.from({ length: 100 }, () => former) },
    ]);
    const verifications = [await completed(), await completed(), await completed()];
    const ids = verifications.flatMap(({ reports }) => (reports ?? []).map(({ id }) => id));
    expect(new Set(ids).size).toBe(300);
    // The number and the type code that an id of the API begins with.
    const heads = ids.map((id) => Buffer.from(id, 'base64url').toString('hex', 0, 10));
    expect(heads.slice(0, 100)).toEqual(heads.slice(0, 100).toSorted().reverse());
    expect([heads[0], heads[99], heads[299]]).toEqual([
      '0000a0000000000a000b',
      '000000000000000b000b',
      '000000000000001f000b',
    ]);
  });

  test('a report that the spec takes is shown as it is, and one that it does not is rejected', async () => {
    let shown = 0;
    let rejected = 0;
    await fc.assert(
      fc.asyncProperty(new SchemaInstances(report), async ({ value, violation }) => {
        const person = { social_security_number: number, reports: [given(value ?? {})] };
        try {
          tenant().people.set([person]);
        } catch (error) {
          expect({ violation, error }).toEqual({
            violation: expect.not.stringMatching('none'),
            error: expect.any(SandboxError),
          });
          rejected += 1;
          return;
        }
        const { id } = await truework().verifications.create(verificationInput, { requestSync: 'sync' });
        // The validators would say what is wrong with it.
        expect(await single(id, withAnalytics)).toMatchObject(
          JSON.parse(JSON.stringify(person.reports[0]).toWellFormed()),
        );
        shown += 1;
      }),
      { numRuns: runs(150), seed },
    );
    expect(shown + rejected).toBe(runs(150));
    expect(Math.min(shown, rejected), 'too few of one kind to prove anything').toBeGreaterThan(runs(30));
  });
});
