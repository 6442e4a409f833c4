import { describe, expect, test } from 'vitest';
import { fullInput as full, person, purpose } from '../test/support/inputs.ts';
import { brief } from '../test/support/orders.ts';
import { errorsOf } from '../test/support/schemas.ts';
import type { CredentialsSessionInput, VerificationInput } from './generated/types.gen.ts';
import { toCancellation } from './to-cancellation.ts';
import { toDirectOrder } from './to-direct-order.ts';
import { toOrder } from './to-order.ts';
import { toReverification } from './to-reverification.ts';

const bare: VerificationInput = { ...purpose, target: { ...person } };
// An email address is only for a login.
const supplied = {
  use_case: 'mortgage',
  date_of_birth: '1990-01-31',
  contact_email: 'a@example.com',
} as const;

describe('a create with a company', () => {
  test('becomes an order with that employer, with all that has a place there', () => {
    const { request, notes } = toOrder(full, { supplied: { search_key: 'order-20011' } });
    expect(request).toEqual({
      method: 'POST',
      path: '/orders/target-employer',
      body: {
        ...purpose,
        use_case: 'mortgage',
        target: {
          ...person,
          contact_email: 'riley.sample@example.com',
          date_of_birth: '1990-01-31',
          phone_number: '555-0199',
          company: {
            name: 'Example Widgets LLC',
            address: {
              address: '1 Example Street',
              city: 'Springfield',
              country_subdivision_code: 'IL',
              postal_code: '62701',
            },
          },
        },
        request_config: { allowed_verification_methods: ['instant', 'smart-outreach'] },
        authorization_forms: [{ filename: 'authorization.pdf', content: 'JVBERi0xLjQK' }],
        additional_information: 'Worked at the warehouse.',
        loan_id: 'L-20011',
        metadata: { application: 'A-20011' },
        reseller_originating_party: full.reseller_originating_party,
        search_key: 'order-20011',
      },
    });
    expect(errorsOf('later', 'TargetEmployerOrderInput', request?.body)).toEqual([]);
    expect(brief(notes)).toEqual([
      'lost /target/company/id',
      'lost /target/company/phone_number',
      'lost /request_parameters/automated_underwriting_system_eligibility',
    ]);
  });

  test('by its id alone needs the name', () => {
    const input = { ...full, target: { ...full.target, company: { id: '1' } } };
    const missing = toOrder(input);
    expect(missing.request).toBeUndefined();
    expect(brief(missing.notes)).toContain('supply /target/company/name');
    const found = toOrder(input, { supplied: { company_name: 'Example Widgets LLC' } });
    expect(found.request?.body.target).toHaveProperty('company', { name: 'Example Widgets LLC' });
  });

  test('cannot be waited for', () => {
    const { request, notes } = toOrder(full, { requestSync: 'sync' });
    expect(request).toBeUndefined();
    expect(brief(notes)).toContain('reject Request-Sync');
  });

  test('with no way of verifying is rejected, and one that is not named counts as enabled', () => {
    const off = { enabled: false };
    const parameters = (verification_methods: object) => ({
      ...full,
      request_parameters: { verification_methods },
    });
    const none = toOrder(parameters({ instant: off, credentials: off, smart_outreach: off }));
    expect(none.request).toBeUndefined();
    expect(brief(none.notes)).toContain('reject /request_parameters/verification_methods');
    const some = toOrder(parameters({ instant: off }));
    expect(some.request?.body.request_config).toEqual({
      allowed_verification_methods: ['credentials', 'smart-outreach'],
    });
    expect(brief(some.notes)).toContain('assumed /request_parameters/verification_methods/credentials');
  });

  test.each(['all-employers', 'current-employer', 'previous-employers'] as const)(
    'loses the filter %s',
    (filter) => {
      const { request, notes } = toOrder({ ...full, request_parameters: { employer_filter: filter } });
      expect(request?.body).not.toHaveProperty('request_config');
      expect(brief(notes)).toContain('lost /request_parameters/employer_filter');
    },
  );
});

describe('a create without a company', () => {
  test('becomes a search, which always waits', () => {
    const { request, notes } = toOrder(bare, { supplied });
    expect(request).toEqual({
      method: 'POST',
      path: '/orders/employer-search',
      body: { ...purpose, use_case: 'mortgage', target: { ...person, date_of_birth: '1990-01-31' } },
    });
    expect(brief(notes)).toEqual(['behavior Request-Sync']);
    expect(brief(toOrder(bare, { supplied, requestSync: 'sync' }).notes)).toEqual([]);
  });

  test('lists all that has to be supplied, and gives nothing to be sent', () => {
    const { request, notes } = toOrder(bare);
    expect(request).toBeUndefined();
    expect(brief(notes.filter(({ kind }) => kind === 'supply')).sort()).toEqual([
      'supply /target/date_of_birth',
      'supply /use_case',
    ]);
  });

  test.each([
    ['all-employers', 'any-employers'],
    ['current-employer', 'current-employers'],
    ['previous-employers', 'previous-employers'],
  ] as const)('has the filter %s as %s', (filter, expected) => {
    const { request } = toOrder({ ...bare, request_parameters: { employer_filter: filter } }, { supplied });
    expect(request?.body.request_config).toEqual({ employer_filter: expected });
  });

  test('is instant only, and has no employer to ask', () => {
    const parameters = {
      employer_filter: 'target-employer',
      verification_methods: { instant: { enabled: false }, credentials: { enabled: true } },
    } as const;
    const { request, notes } = toOrder({ ...bare, request_parameters: parameters }, { supplied });
    expect(request).toBeUndefined();
    expect(brief(notes)).toEqual(
      expect.arrayContaining([
        'reject /request_parameters/employer_filter',
        'reject /request_parameters/verification_methods/instant',
        'lost /request_parameters/verification_methods/credentials',
      ]),
    );
  });
});

describe('what is supplied', () => {
  test('never replaces what the input has', () => {
    const { request } = toOrder(full, { supplied: { use_case: 'auto', date_of_birth: '2000-01-01' } });
    expect(request?.body).toMatchObject({ use_case: 'mortgage', target: { date_of_birth: '1990-01-31' } });
  });

  test.each([
    ['a number of a person', 'x-000-00-0000'],
    ['the digits of one', 'x000000000'],
    ['an address of a person', 'riley.sample@example.com'],
    ['the name of one', '2026/Sample, RILEY'],
    ['the name of one in another form of Unicode', 'ｓａｍｐｌｅ-Rile\u0301y'],
    ['a key with a space behind it', 'order-1 '],
    ['nothing', ''],
  ])('is rejected as a search key if it is %s', (_, search_key) => {
    const { request, notes } = toOrder(full, { supplied: { search_key } });
    expect(request).toBeUndefined();
    expect(brief(notes)).toContain('reject supplied/search_key');
  });
});

test('what is not base64 is rejected before it is sent', () => {
  const documents = [{ filename: 'a.pdf', content: '%PDF-1.4' }];
  const { request, notes } = toOrder({ ...full, documents });
  expect(request).toBeUndefined();
  expect(brief(notes)).toContain('reject /documents/0/content');
});

test('the older spelling of a purpose is read, and the newer one written', () => {
  const { permissible_purpose, ...rest } = full.reseller_originating_party ?? expect.unreachable();
  const party = { ...rest, permissable_purpose: permissible_purpose } as never;
  const { request } = toOrder({ ...full, reseller_originating_party: party });
  expect(request?.body.reseller_originating_party).toEqual(full.reseller_originating_party);
});

test('of two different purposes the one in the newer spelling counts, with a note', () => {
  const party = { ...full.reseller_originating_party, permissable_purpose: 'subpoena' } as never;
  const { request, notes } = toOrder({ ...full, reseller_originating_party: party });
  expect(request?.body.reseller_originating_party).toEqual(full.reseller_originating_party);
  expect(brief(notes)).toContain('lost /reseller_originating_party/permissable_purpose');
});

test('a field that nobody documents is lost, and its name is not in the note', () => {
  const { notes } = toOrder({ ...full, riley_sample: 'x' } as VerificationInput);
  expect(brief(notes)).toContain('lost /*');
  expect(JSON.stringify(notes)).not.toContain('riley');
});

test.each([
  [{}],
  [{ target: 1 }],
  [{ target: { company: 'x' } }],
  [{ target: {}, documents: {}, request_parameters: 1 }],
  [{ target: { social_security_number: { toString: null } }, additional_information: { toString: null } }],
])('what is not a create is rejected, and does not throw: %j', (input) => {
  const options = { supplied: { search_key: 'order-1' } };
  expect(toOrder(input as never, options).request).toBeUndefined();
  expect(toDirectOrder(input as never, options).request).toBeUndefined();
});

describe('a session', () => {
  const session: CredentialsSessionInput = { ...purpose, use_case: 'mortgage', target: { ...person } };

  test('becomes an order with one target', () => {
    const company = { name: 'Example Widgets LLC', phone_number: '555-0100', state: 'IL' };
    const { request, notes } = toDirectOrder(
      { ...session, metadata: { file: 'A1' }, target: { ...person, company } },
      {
        supplied: {
          contact_email: 'riley.sample@example.com',
          date_of_birth: '1990-01-31',
          search_key: 'order-1',
        },
      },
    );
    expect(request).toEqual({
      method: 'POST',
      path: '/orders/truework-direct',
      body: {
        targets: [
          {
            ...person,
            contact_email: 'riley.sample@example.com',
            date_of_birth: '1990-01-31',
            ...purpose,
            use_case: 'mortgage',
            metadata: { file: 'A1' },
            companies: [
              {
                name: 'Example Widgets LLC',
                phone_number: '555-0100',
                address: { country_subdivision_code: 'IL' },
              },
            ],
          },
        ],
        search_key: 'order-1',
      },
    });
    expect(errorsOf('later', 'TrueworkDirectOrderInput', request?.body)).toEqual([]);
    expect(notes).toEqual([]);
  });

  test('needs an email address and a date of birth', () => {
    const { request, notes } = toDirectOrder(session);
    expect(request).toBeUndefined();
    expect(brief(notes)).toEqual(['supply /target/contact_email', 'supply /target/date_of_birth']);
  });
});

describe('a cancellation', () => {
  const input = { cancellation_reason: 'other', cancellation_details: 'Withdrawn.' } as const;

  test('is of the whole order', () => {
    const { request, notes } = toCancellation(input, { orderId: 'a/b' });
    expect(request).toEqual({ method: 'PUT', path: '/orders/a%2Fb/cancel', body: input });
    expect(brief(notes)).toEqual(['behavior ']);
    expect(notes[0]?.reason).toContain('every verification of the order');
  });

  test.each([undefined, '', '..'])('without the id of the order is not sent: %j', (orderId) => {
    expect(toCancellation(input, { orderId }).request).toBeUndefined();
    expect(brief(toCancellation(input, { orderId }).notes)).toContain('supply orderId');
  });
});

test('a reverification needs the report alone', () => {
  const body = { report_id: 'report-1' };
  expect(toReverification(body)).toEqual({
    request: { method: 'POST', path: '/orders/reverification', body },
    notes: [],
  });
});
