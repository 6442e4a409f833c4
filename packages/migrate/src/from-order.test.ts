import { describe, expect, expectTypeOf, test } from 'vitest';
import { errorsOf, example } from '../test/support/schemas.ts';
import { salaryFromLater } from './changes/salary.ts';
import { fromCancellation } from './from-cancellation.ts';
import { fromDirectOrder } from './from-direct-order.ts';
import { fromError } from './from-error.ts';
import { fromOrder } from './from-order.ts';
import { fromOrderCompleted } from './from-order-completed.ts';
import { fromOrderList } from './from-order-list.ts';
import { fromReport } from './from-report.ts';
import { fromStateChange } from './from-state-change.ts';
import type {
  Order,
  OrderCancellation,
  OrderCompleted,
  OrderEmployee,
  OrderMoney,
  OrderReport,
  OrderSalary,
  OrderStateChange,
  OrderVerification,
} from './generated/later-types.gen.ts';
import type { Verification } from './generated/types.gen.ts';
import { Notes } from './note.ts';

const price = { amount: '39.95', currency: 'USD' } as const;
const brief = (notes: readonly { kind: string; path: string }[]) =>
  notes.map(({ kind, path }) => `${kind} ${path}`);
const wrapped = <Value extends string>(canonical_value: Value, raw_value: string = canonical_value) => ({
  canonical_value,
  raw_value,
});

/** The order with one employer, with its verification changed. */
function orderWith(change: Partial<OrderVerification>): Order {
  const order = example<Order>('OrderTargetEmployer');
  const [verification] = order.verification_requests ?? [];
  return { ...order, verification_requests: [{ ...(verification as OrderVerification), ...change }] };
}

function reportWith(change: Partial<OrderReport>): OrderReport {
  return { ...(orderWith({}).verification_requests?.[0]?.reports?.[0] as OrderReport), ...change };
}

function employeeWith(change: Partial<OrderEmployee>): OrderReport {
  return reportWith({ employee: { ...(reportWith({}).employee as OrderEmployee), ...change } });
}

describe('an order', () => {
  test('becomes its verifications, with what an application of 2019-10-15 reads', () => {
    const { verifications, notes } = fromOrder(example<Order>('OrderTargetEmployer'), { price });
    const id = 'AAAAAAAAVmUAB0dfnq3Yh2Zt5mTjS7v1cQpXlB0wKaRuEoVgMxIbNy';
    expect(verifications).toEqual([
      {
        id,
        created: '2026-03-04T05:06:07.000001Z',
        state: 'completed',
        type: 'employment-income',
        permissible_purpose: 'credit-application',
        use_case: 'mortgage',
        price,
        turnaround_time: { lower_bound: '20', upper_bound: '48' },
        date_of_completion: '2026-03-04T05:06:09.000001Z',
        loan_id: 'L-20011',
        metadata: { application: 'A-20011' },
        target: {
          first_name: 'Riley',
          last_name: 'Sample',
          social_security_number: '***-**-0000',
          company: { id: 1, name: 'Example Widgets LLC' },
        },
        request_parameters: {
          employer_filter: 'target-employer',
          verification_methods: {
            instant: { enabled: true },
            credentials: { enabled: false },
            smart_outreach: { enabled: true },
          },
        },
        reseller_originating_party: null,
        reports: [
          {
            id: 'AAAAAAAAUmUAB0dfnq3Yh2Zt5mTjS7v1cQpXlB0wKaRuEoVgMxIbNy',
            created: '2026-03-04T05:06:08.000001Z',
            current_as_of: '2026-02-28',
            verification_request: { id, type: 'employment-income', created: '2026-03-04T05:06:07.000001Z' },
            employer: {
              name: 'Example Widgets LLC',
              address: {
                line_one: '1 Example Street',
                city: 'Springfield',
                state: 'IL',
                country: 'US',
                postal_code: '62701',
              },
            },
            employee: {
              first_name: 'Riley',
              last_name: 'Sample',
              social_security_number: '***-**-0000',
              status: 'active',
              status_detail: 'full-time',
              hired_date: '2021-04-01',
              positions: [
                { title: 'Machinist', start_date: '2021-04-01', employment_type: 'regular-full-time' },
              ],
              earnings: [{ year: '2025', base: '41600.00', bonus: '500.00', total: '42100.00' }],
              salary: {
                gross_pay: '20.00',
                pay_frequency: 'hourly',
                hours_per_week: '40.00',
                reduced_covid: 'unknown',
              },
            },
            d1c_eligible: true,
            du_reference_id: '1234567890',
            disputes: [],
          },
        ],
      },
    ]);
    expect(errorsOf('legacy', 'Verification', verifications[0])).toEqual([]);
    const report = '/verification_requests/0/reports/0';
    expect(brief(notes)).toEqual([
      'lost /search_key',
      `lost ${report}/completed`,
      `lost ${report}/completed_by_method`,
      `lost ${report}/employee/original_hired_date`,
      `lost ${report}/employee/salary/pay_frequency`,
    ]);
  });

  test('of which nothing was found has no report and no reason', () => {
    const { verifications, notes } = fromOrder(example<Order>('OrderEmployerSearch'), { price });
    expect(verifications[0]).toMatchObject({
      state: 'canceled',
      date_of_completion: null,
      turnaround_time: {},
    });
    expect(verifications[0]?.target.company).toBeNull();
    expect(verifications[0]).not.toHaveProperty('cancellation_reason');
    expect(verifications[0]).not.toHaveProperty('reports');
    expect(verifications[0]?.request_parameters).toEqual({
      employer_filter: 'all-employers',
      verification_methods: {
        instant: { enabled: true },
        credentials: { enabled: false },
        smart_outreach: { enabled: false },
      },
    });
    expect(brief(notes)).toContain('lost /verification_requests/0/cancellation_reason');
  });

  test('with a login has no verification at first', () => {
    expect(fromOrder(example<Order>('OrderTrueworkDirect'), { price }).verifications).toEqual([]);
  });

  test('has no price unless you supply it, and the types say so', () => {
    const order = example<Order>('OrderTargetEmployer');
    const { verifications, notes } = fromOrder(order);
    expect(verifications[0]).not.toHaveProperty('price');
    expect(errorsOf('legacy', 'Verification', verifications[0])).toEqual([' required']);
    expect(brief(notes)).toContain('supply /verification_requests/0/price');
    expectTypeOf(verifications).toEqualTypeOf<Omit<Verification, 'price'>[]>();
    const priced = fromOrder(order, { price: (id) => ({ ...price, amount: `${id.length}.00` }) });
    expect(priced.verifications[0]?.price.amount).toBe('54.00');
    expectTypeOf(priced.verifications).toEqualTypeOf<Verification[]>();
  });
});

describe('values that 2019-10-15 does not know', () => {
  test.each([
    ['other', 'assumed'],
    ['a-newer-one', 'assumed'],
  ])('the state %s is not final', (state) => {
    const { verifications, notes } = fromOrder(orderWith({ state: wrapped(state as 'other', 'completed') }));
    expect(verifications[0]?.state).toBe('processing');
    expect(brief(notes)).toContain('assumed /verification_requests/0/state');
  });

  test.each(['assets', 'self-employment', 'a-newer-one'])(
    'a verification of %s is left out, with a note',
    (type) => {
      const { verifications, notes } = fromOrder(orderWith({ type: type as 'assets' }), { price });
      expect(verifications).toEqual([]);
      expect(brief(notes)).toContain('reject /verification_requests/0/type');
    },
  );

  test('a purpose that is other is what its raw value says, or the verification is left out', () => {
    const raw = orderWith({ permissible_purpose: wrapped('other', 'subpoena') });
    expect(fromOrder(raw).verifications[0]?.permissible_purpose).toBe('subpoena');
    const { verifications, notes } = fromOrder(
      orderWith({ permissible_purpose: wrapped('other', 'curiosity') }),
    );
    expect(verifications).toEqual([]);
    expect(brief(notes)).toContain('reject /verification_requests/0/permissible_purpose');
  });

  test('a raw value counts beside `other` alone', () => {
    const newer = wrapped('a-newer-one' as 'other', 'subpoena');
    expect(fromOrder(orderWith({ permissible_purpose: newer }), { price }).verifications).toEqual([]);
  });

  test('a filter, a reduction of pay and a currency that are newer are left out, with a note', () => {
    const search = example<Order>('OrderEmployerSearch');
    const config = { employer_filter: 'newer' as 'any-employers' };
    const mode = search.employer_search && { ...search.employer_search, request_config: config };
    const { verifications, notes } = fromOrder({ ...search, employer_search: mode }, { price });
    expect(verifications[0]?.request_parameters).not.toHaveProperty('employer_filter');
    expect(brief(notes)).toContain('lost /employer_search/request_config/employer_filter');
    const { salary } = reportWith({}).employee ?? expect.unreachable();
    const odd = fromReport(employeeWith({ salary: salary && { ...salary, reduced_covid: 'newer' as 'no' } }));
    expect(odd.report?.employee.salary).not.toHaveProperty('reduced_covid');
    expect(brief(odd.notes)).toContain('lost /employee/salary/reduced_covid');
  });

  test('a use case that is other is left out', () => {
    const { verifications, notes } = fromOrder(orderWith({ use_case: wrapped('other', 'mortgage') }));
    expect(verifications[0]).not.toHaveProperty('use_case');
    expect(brief(notes)).toContain('lost /verification_requests/0/use_case');
  });

  test.each([
    ['other', 'other'],
    ['wrong-info', 'wrong-info'],
    ['a-newer-one', 'other'],
  ])('the reason %s is %s', (reason, expected) => {
    const { verifications } = fromOrder(orderWith({ cancellation_reason: wrapped(reason as 'other') }));
    expect(verifications[0]?.cancellation_reason).toBe(expected);
  });

  test.each([
    ['active', 'active', undefined],
    ['furloughed-covid', 'inactive', 'lost'],
    ['non-employee', 'unknown', 'lost'],
    ['other', 'unknown', 'assumed'],
    ['a-newer-one', 'unknown', 'assumed'],
  ])('the status %s is %s', (status, expected, kind) => {
    const { report, notes } = fromReport(employeeWith({ status: wrapped(status as 'other') }));
    expect(report?.employee.status).toBe(expected);
    expect(notes.find(({ path }) => path === '/employee/status')?.kind).toBe(kind);
  });

  test.each([
    ['other', 'other', undefined],
    ['contractor-1099', 'contractor', 'assumed'],
    ['no-answer', 'other', 'lost'],
    ['a-newer-one', 'other', 'assumed'],
  ])('the type of position %s is %s', (type, expected, kind) => {
    const position = {
      title: null,
      start_date: null,
      end_date: null,
      employment_type: wrapped(type as 'other'),
    };
    const { report, notes } = fromReport(employeeWith({ positions: [position] }));
    expect(report?.employee.positions).toEqual([{ title: null, employment_type: expected }]);
    expect(notes.find(({ path }) => path.startsWith('/employee/positions'))?.kind).toBe(kind);
  });

  test('names of what every object has are no values', () => {
    const { verifications } = fromOrder(orderWith({ state: wrapped('constructor' as 'other') }));
    expect(verifications[0]?.state).toBe('processing');
  });

  test("a reseller's purpose makes the whole party null", () => {
    const party = {
      originating_party: 'Bank',
      permissible_purpose: wrapped('other', 'x'),
      use_case: wrapped('auto'),
    } as const;
    const { verifications, notes } = fromOrder(orderWith({ reseller_originating_party: party }));
    expect(verifications[0]?.reseller_originating_party).toBeNull();
    expect(brief(notes)).toContain('reject /verification_requests/0/reseller_originating_party');
  });
});

describe('a salary', () => {
  const salary = (pay_rate: OrderSalary['pay_rate'], pay_frequency: OrderSalary['pay_frequency']) => {
    const notes = new Notes();
    const value = { pay_rate, pay_frequency, hours_per_week: '40.00', reduced_covid: 'no' } as const;
    return { salary: salaryFromLater(value, notes).salary, notes: brief(notes.list) };
  };
  const kept = { hours_per_week: '40.00', reduced_covid: 'no' };

  test('of 20.00 an hour, paid every two weeks, stays 20.00 an hour', () => {
    expect(salary({ amount: '20.00', unit: wrapped('hourly') }, wrapped('biweekly'))).toEqual({
      salary: { gross_pay: '20.00', pay_frequency: 'hourly', ...kept },
      notes: ['lost /pay_frequency'],
    });
  });

  test('whose amount and payments have one period loses nothing', () => {
    expect(salary({ amount: '60000.00', unit: wrapped('annually') }, wrapped('annually'))).toEqual({
      salary: { gross_pay: '60000.00', pay_frequency: 'annually', ...kept },
      notes: [],
    });
    expect(salary({ amount: '60000.00', unit: wrapped('annually') }, null).notes).toEqual([]);
  });

  test('whose amount has no period takes that of the payments, and says so', () => {
    expect(salary({ amount: '800.00', unit: null }, wrapped('weekly'))).toEqual({
      salary: { gross_pay: '800.00', pay_frequency: 'weekly', ...kept },
      notes: ['assumed /pay_frequency'],
    });
  });

  test('whose period is none of the list has the raw one', () => {
    const found = salary({ amount: '10.00', unit: wrapped('other', 'per shift') }, wrapped('monthly'));
    expect(found.salary).toMatchObject({ gross_pay: '10.00', pay_frequency: 'per shift' });
  });

  test.each([
    ['no rate', null, wrapped('weekly')],
    ['no amount', { amount: null, unit: wrapped('hourly') }, wrapped('weekly')],
    ['no period at all', { amount: '10.00', unit: null }, null],
  ] as const)('with %s is left out, with a note', (_, rate, frequency) => {
    const found = salary(rate, frequency);
    expect(found.salary).toBeUndefined();
    expect(found.notes).toContain('reject ');
  });

  test.each(['20', '20.000', '1e3', '20,00', '٢٠٫٠٠', ''])('of %j is passed on as it is', (amount) => {
    const found = salary({ amount, unit: wrapped('hourly') }, null);
    expect(found.salary?.gross_pay).toBe(amount);
    expect(found.notes).toContain('behavior /pay_rate/amount');
  });
});

describe('a report', () => {
  test('of bank data is left out, unless you ask for an empty employee', () => {
    const bank = reportWith({ employee: null, employer: null });
    expect(fromReport(bank).report).toBeUndefined();
    expect(brief(fromReport(bank).notes)).toContain('reject /employee');
    const { report } = fromReport(bank, { emptyEmployee: true });
    expect(report?.employee).toEqual({ first_name: '', last_name: '', status: 'unknown', positions: [] });
    expect(report?.employer).toEqual({ name: null });
    expect(errorsOf('legacy', 'Report', report)).toEqual([]);
  });

  test('has its addresses as texts if you ask for it', () => {
    const { report } = fromReport(reportWith({}), { addressAs: 'text' });
    expect(report?.employer.address).toBe('1 Example Street\nSpringfield\nIL\nUS\n62701');
  });

  test('keeps the entry for Day 1 Certainty, Truework’s first', () => {
    const entry = (provider: 'truework' | 'argyle', reference_id: string, type: 'd1c' | 'other' = 'd1c') => ({
      type: wrapped(type),
      provider: wrapped(provider),
      reference_id,
      is_eligible: null,
    });
    const eligibilities = [entry('truework', 'z', 'other'), entry('argyle', 'a'), entry('truework', 't')];
    const { report, notes } = fromReport(reportWith({ eligibilities }));
    expect(report).toMatchObject({ du_reference_id: 't' });
    expect(report).not.toHaveProperty('d1c_eligible');
    expect(brief(notes)).toEqual(expect.arrayContaining(['lost /eligibilities/0', 'lost /eligibilities/1']));
    expect(fromReport(reportWith({ eligibilities: [entry('argyle', 'a')] })).report?.du_reference_id).toBe(
      'a',
    );
  });

  test('never drops earnings without a note', () => {
    const entry = {
      year: null,
      base: '1.00',
      overtime: null,
      commission: null,
      bonus: null,
      other: null,
      total: null,
    };
    const { report, notes } = fromReport(employeeWith({ earnings: [entry] }));
    expect(report?.employee.earnings).toEqual([]);
    expect(brief(notes)).toContain('reject /employee/earnings/0');
  });

  test('has money of an analysis as null if it has no amount', () => {
    const warnings = {
      short_employment_warning: false,
      stale_data_warning: true,
      variable_income_warning: false,
    };
    const amountsOf = (base_amount: OrderMoney, gross_amount: OrderMoney) => {
      const annualized_income = { base_amount, gross_amount, ...warnings };
      const { report, notes } = fromReport(
        reportWith({ income_analytics: { annualized_income, income_volatility: null } }),
      );
      return { report, notes: brief(notes) };
    };
    const { report } = amountsOf({ amount: '41600.00', currency: 'USD' }, { amount: null, currency: null });
    const odd = amountsOf({ amount: '1.00', currency: null }, { amount: '1.00', currency: 'EUR' as 'USD' });
    expect(odd.report?.income_analytics?.annualized_income).toMatchObject({
      base_amount: { amount: '1.00', currency: null },
      gross_amount: null,
    });
    expect(odd.notes).toContain('reject /income_analytics/annualized_income/gross_amount/currency');
    expect(report?.income_analytics).toEqual({
      annualized_income: {
        base_amount: { amount: '41600.00', currency: 'USD' },
        gross_amount: null,
        ...warnings,
      },
      income_volatility: null,
    });
  });

  test('keeps a dispute without a description', () => {
    const dispute = { id: 'd', created: '2026-03-05T00:00:00Z', description: null, reference_id: null };
    expect(fromReport(reportWith({ disputes: [dispute] })).report?.disputes).toEqual([
      { id: 'd', created: '2026-03-05T00:00:00Z', description: '' },
    ]);
  });
});

test('a list has the verifications of all its orders, and says that it counts orders', () => {
  const orders = ['OrderTargetEmployer', 'OrderTrueworkDirect', 'OrderEmployerSearch'].map((it) =>
    example<Order>(it),
  );
  const next = 'https://api.truework.com/orders?offset=3';
  const { page, notes } = fromOrderList({ count: 9, next, previous: null, results: orders }, { price });
  expect(page.results.map(({ state }) => state)).toEqual(['completed', 'canceled']);
  expect(page).toMatchObject({ count: 9, next, previous: null });
  expect(brief(notes)).toEqual(expect.arrayContaining(['behavior /count', 'behavior /next']));
  expect(errorsOf('legacy', 'VerificationPage', page)).toEqual([]);
});

describe('a cancellation', () => {
  const response = example<OrderCancellation>('OrderCanceled');
  const id = response.verification_requests?.[0]?.id ?? '';

  test('is that of the verification which you ask for', () => {
    const { verification, notes } = fromCancellation(response, id, { price });
    expect(verification).toEqual({
      id,
      created: '2026-03-04T05:06:07.000001Z',
      state: 'canceled',
      price,
      turnaround_time: {},
      cancellation_reason: 'other',
      cancellation_details: 'The application was withdrawn.',
      loan_id: 'L-20011',
      date_of_completion: null,
    });
    expect(errorsOf('legacy', 'CanceledVerification', verification)).toEqual([]);
    expect(brief(notes)).toEqual(['assumed /verification_requests/0/cancellation_reason']);
    expect(fromCancellation(response, id).verification).not.toHaveProperty('price');
  });

  test('says what else was cancelled, and what is not there', () => {
    const [first] = response.verification_requests ?? [];
    const two = { ...response, verification_requests: [first, { ...first, id: 'two' }] } as OrderCancellation;
    expect(brief(fromCancellation(two, 'two', { price }).notes)).toContain('behavior /verification_requests');
    expect(fromCancellation(response, 'three').verification).toBeUndefined();
  });
});

test('an order with a login becomes a session', () => {
  const order = example<Order>('OrderTrueworkDirect');
  const { session, notes } = fromDirectOrder(order);
  expect(session).toEqual({ id: order.id, token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus' });
  expect(brief(notes)).toEqual(['lost /search_key', 'assumed /id']);
  expect(fromDirectOrder(example<Order>('OrderTargetEmployer')).session).toBeUndefined();
});

describe('a webhook', () => {
  const change = example<OrderStateChange>('OrderStateChangeCompleted');

  test('about a state is the same event', () => {
    const { event } = fromStateChange(change);
    expect(event).toEqual({
      hook: {
        id: 41,
        event: 'verification_request.state.change',
        target: 'https://lender.example.com/webhooks/orders',
      },
      data: {
        verification_request_id: change.data?.verification_request_id,
        state: 'completed',
        metadata: { application: 'A-20011' },
      },
    });
    expect(errorsOf('legacy', 'VerificationStateChange', event)).toEqual([]);
  });

  test('may lack what samples lack, and may be misspelt', () => {
    const data = {
      verification_request_id: 'v',
      state: 'action-requred',
      metadata: { a: 'b', c: 1 },
    } as const;
    const { event, notes } = fromStateChange({ data });
    expect(event).toEqual({
      hook: { id: 0, event: 'verification_request.state.change', target: 'about:blank' },
      data: { verification_request_id: 'v', state: 'action-required', metadata: { a: 'b' } },
    });
    expect(errorsOf('legacy', 'VerificationStateChange', event)).toEqual([]);
    expect(brief(notes)).toEqual(['lost /data/metadata', 'assumed /hook/id', 'assumed /hook/target']);
    expect(fromStateChange({}).event).toBeUndefined();
    expect(fromStateChange({ data: { ...data, state: 'newer' as 'invalid' } }).event?.data.state).toBe(
      'processing',
    );
  });

  test('about a completed order is one for each verification of it', () => {
    const completed = example<OrderCompleted>('OrderCompletedEvent');
    const order = example<Order>('OrderTargetEmployer');
    const { events, sessionEvents } = fromOrderCompleted(completed, {
      ...order,
      truework_direct: example<Order>('OrderTrueworkDirect').truework_direct,
    });
    expect(events).toEqual([
      {
        hook: {
          id: 42,
          event: 'verification_request.state.change',
          target: 'https://lender.example.com/webhooks/orders',
        },
        data: {
          verification_request_id: order.verification_requests?.[0]?.id,
          state: 'completed',
          metadata: { application: 'A-20011' },
          credentials_session_token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus',
        },
      },
    ]);
    expect(errorsOf('legacy', 'VerificationStateChange', events[0])).toEqual([]);
    expect(sessionEvents).toEqual([
      {
        hook: { ...events[0]?.hook, event: 'credentials_session.state.change' },
        data: {
          state: 'success',
          token: 'E6kV9OolLMhHgGJQab43x6a9i_A8TU1xAihHnjyvvus',
          verification_request_id: order.verification_requests?.[0]?.id,
        },
      },
    ]);
    expect(errorsOf('legacy', 'CredentialsSessionStateChange', sessionEvents[0])).toEqual([]);
    expect(fromOrderCompleted(completed, order).sessionEvents).toEqual([]);
    const wrong = fromOrderCompleted(completed, { ...order, id: 'another' });
    expect(wrong.events).toEqual([]);
    expect(brief(wrong.notes)).toContain('reject /data/order_id');
  });
});

test('an error names invalid fields as 2019-10-15 does', () => {
  const wrong = ['Wrong.'];
  const message = 'Invalid field values provided';
  const errorOf = (invalid_fields: object) =>
    fromError({ error: { message, invalid_fields } })?.error.invalid_fields;
  expect(errorOf({ authorization_forms: { 0: { content: wrong } }, request_config: wrong })).toEqual({
    documents: { 0: { content: wrong } },
    request_parameters: wrong,
  });
  expect(
    errorOf({ target: { company: { name: wrong, address: { address: wrong, postal_code: wrong } } } }),
  ).toEqual({
    target: { company: { name: wrong, address: wrong, zip_code: wrong } },
  });
  const target = { use_case: wrong, contact_email: wrong, companies: [{ name: wrong }] };
  const expected = { use_case: wrong, target: { contact_email: wrong, company: { name: wrong } } };
  expect(errorOf({ targets: [target] })).toEqual(expected);
  expect(errorOf({ targets: { 0: target } })).toEqual(expected);
  expect(fromError({ error: { message } })).toEqual({ error: { message } });
  expect(fromError('<html>')).toBeUndefined();
});
