import { describe, expect, expectTypeOf, test } from 'vitest';
import { brief, price } from '../test/support/orders.ts';
import { errorsOf, example } from '../test/support/schemas.ts';
import { fromCancellation } from './from-cancellation.ts';
import { fromDirectOrder } from './from-direct-order.ts';
import { fromOrder } from './from-order.ts';
import { fromOrderList } from './from-order-list.ts';
import type { Order, OrderCancellation } from './generated/later-types.gen.ts';
import type { Verification } from './generated/types.gen.ts';

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

  test('has no price unless you supply it, and the types say so', () => {
    const order = example<Order>('OrderTargetEmployer');
    const { verifications, notes } = fromOrder(order);
    expect(verifications[0]).not.toHaveProperty('price');
    expect(errorsOf('legacy', 'Verification', verifications[0])).toEqual([
      "Verification must have required property 'price', by 2019-10-15: required",
    ]);
    expect(brief(notes)).toContain('supply /verification_requests/0/price');
    expectTypeOf(verifications).toEqualTypeOf<Omit<Verification, 'price'>[]>();
    const priced = fromOrder(order, { price: (id) => ({ ...price, amount: id }) });
    expect(priced.verifications[0]?.price.amount).toBe(verifications[0]?.id);
    expectTypeOf(priced.verifications).toEqualTypeOf<Verification[]>();
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
