import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullInput } from '../test/support/inputs.ts';
import {
  errorsOf,
  example,
  later,
  legacy,
  map,
  mark,
  textsIn,
  valuesOf,
  variantsOf,
} from '../test/support/schemas.ts';
import { fromDirectOrder } from './from-direct-order.ts';
import { fromOrder } from './from-order.ts';
import { fromOrderCompleted } from './from-order-completed.ts';
import { fromReport } from './from-report.ts';
import { fromStateChange } from './from-state-change.ts';
import type {
  Order,
  OrderCompleted,
  OrderReport,
  OrderStateChange,
  OrderVerification,
  TargetEmployerOrderInput,
} from './generated/later-types.gen.ts';
import type { CredentialsSessionInput, VerificationInput } from './generated/types.gen.ts';
import type { Note } from './note.ts';
import type { Supplied } from './request.ts';
import { toDirectOrder } from './to-direct-order.ts';
import { toOrder } from './to-order.ts';

const price = { amount: '39.95', currency: 'USD' } as const;
const everything: Supplied = {
  use_case: 'mortgage',
  date_of_birth: '1990-01-31',
  contact_email: 'riley.sample@example.com',
  company_name: 'Example Widgets LLC',
  search_key: 'order-20011',
};
const supplies = fc.constantFrom({}, everything);
const inputs = valuesOf(legacy, 'VerificationInput') as fc.Arbitrary<VerificationInput>;
const sessions = valuesOf(legacy, 'CredentialsSessionInput') as fc.Arbitrary<CredentialsSessionInput>;
const orders = valuesOf(later, 'Order') as fc.Arbitrary<Order>;
const wildOrders = valuesOf(later, 'Order', true) as fc.Arbitrary<Order>;

/** Whether a note accounts for a text at a pointer: it is about the place, or about something around it. */
function isNoted(notes: readonly Note[], kinds: readonly string[], pointer: string): boolean {
  return notes.some(
    ({ kind, path }) => kinds.includes(kind) && (pointer === path || pointer.startsWith(`${path}/`)),
  );
}

/** Texts with their pointers. */
function placesIn(value: unknown, pointer = ''): [pointer: string, text: string][] {
  if (typeof value === 'string') return [[pointer, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => placesIn(part, `${pointer}/${name}`));
}

/** No digits but those of versions and of list items, and nothing that was made up. */
function expectNoValues(notes: readonly Note[]): void {
  const text = JSON.stringify(
    notes.map(({ kind, path, reason }) => [kind, path.replaceAll(/\/\d+/g, '/'), reason]),
  );
  expect(text).not.toContain(mark);
  expect(text.replaceAll(/20\d\d-\d\d-\d\d|\*{3}-\*\*-\d{4}/g, '')).not.toMatch(/\d{2}|@/);
}

const seed = Number(process.env['SEED']);
const runs = Number(process.env['RANDOM_RUNS']);

describe('a valid request of 2019-10-15', () => {
  // A filter that only says that there is a company, and a value of a table that goes by another name.
  const renamed = /\/employer_filter$/;

  test('is valid in 2023-10-30 or stopped by a note, and no text of it is missing without one', () => {
    let sent = 0;
    fc.assert(
      fc.property(
        inputs,
        supplies,
        fc.constantFrom('sync', 'async', undefined),
        (input, supplied, requestSync) => {
          const { request, notes } = toOrder(input, { supplied, requestSync });
          expectNoValues(notes);
          const stops = notes.filter(({ kind }) => kind === 'supply' || kind === 'reject');
          expect(request === undefined).toBe(stops.length > 0);
          if (request === undefined) return;
          sent += 1;
          const schema =
            request.path === '/orders/employer-search'
              ? 'EmployerSearchOrderInput'
              : 'TargetEmployerOrderInput';
          expect(errorsOf('later', schema, request.body)).toEqual([]);
          const texts = textsIn(request.body);
          const missing = placesIn(input).filter(
            ([pointer, text]) =>
              !texts.includes(text) && !isNoted(notes, ['lost'], pointer) && !renamed.test(pointer),
          );
          expect(missing).toEqual([]);
        },
      ),
      { numRuns: 500 * runs, seed },
    );
    expect(sent).toBeGreaterThan(50);
  });

  test('for a session likewise', () => {
    let sent = 0;
    fc.assert(
      fc.property(sessions, supplies, (input, supplied) => {
        const { request, notes } = toDirectOrder(input, { supplied });
        expectNoValues(notes);
        if (request === undefined) {
          expect(notes.map(({ kind }) => kind)).toContain('supply');
          return;
        }
        sent += 1;
        expect(errorsOf('later', 'TrueworkDirectOrderInput', request.body)).toEqual([]);
        const texts = textsIn(request.body);
        const missing = placesIn(input).filter(
          ([pointer, text]) => !texts.includes(text) && !isNoted(notes, ['lost'], pointer),
        );
        expect(missing).toEqual([]);
      }),
      { numRuns: 300 * runs, seed },
    );
    expect(sent).toBeGreaterThan(50);
  });
});

/** What may stand anywhere by mistake. */
const mistakes = [null, undefined, 0, true, '', 'x', [], [null], {}, { x: 1 }];

test('a request with a mistake anywhere is stopped, or is valid in 2023-10-30 all the same', () => {
  const {
    loan_id: _,
    documents: __,
    additional_information: ___,
    request_parameters,
    ...session
  } = fullInput;
  const { company: ____, ...target } = fullInput.target;
  const search = { ...request_parameters, employer_filter: 'current-employer' };
  const without = { ...fullInput, target, request_parameters: search };
  const converted = [
    ...[fullInput, without].flatMap((it) => variantsOf(it, mistakes).map((bad) => toOrder(bad as never))),
    ...variantsOf(session, mistakes).map((bad) => toDirectOrder(bad as never)),
  ];
  const schemas = {
    '/orders/target-employer': 'TargetEmployerOrderInput',
    '/orders/employer-search': 'EmployerSearchOrderInput',
    '/orders/truework-direct': 'TrueworkDirectOrderInput',
  };
  const sent = converted.flatMap(({ request }) => request ?? []);
  const errors = sent.flatMap(({ path, body }) => errorsOf('later', schemas[path], body));
  expect(errors).toEqual([]);
  expect(sent.length).toBeGreaterThan(100);
  expect(converted.length - sent.length).toBeGreaterThan(500);
});

describe('a valid order of 2023-10-30', () => {
  test('gives verifications that are valid in 2019-10-15, if a price is supplied', () => {
    let seen = 0;
    fc.assert(
      fc.property(orders, (order) => {
        const { verifications, notes } = fromOrder(order, { price });
        expectNoValues(notes);
        seen += verifications.length;
        for (const verification of verifications)
          expect(errorsOf('legacy', 'Verification', verification)).toEqual([]);
      }),
      { numRuns: 300 * runs, seed },
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('whose texts have any form at all fails at forms alone, and each has a note', () => {
    fc.assert(
      fc.property(wildOrders, (order) => {
        const { verifications, notes } = fromOrder(order, { price });
        const errors = verifications.flatMap((verification) =>
          errorsOf('legacy', 'Verification', verification),
        );
        const isOfAUnion = (error: string) => errors.includes(error.replace(/ (type|anyOf)$/, ' anyOf'));
        expect(errors.filter((error) => !/ (pattern|maxLength)$/.test(error) && !isOfAUnion(error))).toEqual(
          [],
        );
        const forms = errors.filter((error) => / (pattern|maxLength)$/.test(error));
        const noted = notes.filter(({ kind }) => kind === 'behavior');
        expect(noted.length).toBeGreaterThanOrEqual(forms.length);
      }),
      { numRuns: 200 * runs, seed },
    );
  });

  test('leaves no verification and no report out without a note', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { verifications, notes } = fromOrder(order, { price });
        const all = order.verification_requests ?? [];
        const rejected = (path: RegExp) =>
          new Set(
            notes.flatMap(({ kind, path: it }) => (kind === 'reject' ? (path.exec(it)?.[0] ?? []) : [])),
          );
        const leftOut = rejected(/^\/verification_requests\/\d+(?=\/(type|permissible_purpose)$)/);
        expect(verifications.length + leftOut.size).toBe(all.length);
        const kept = all.filter((_, index) => !leftOut.has(`/verification_requests/${index}`));
        const reports = kept.flatMap((verification) => verification.reports ?? []).length;
        const withoutEmployee = rejected(/^\/verification_requests\/\d+\/reports\/\d+(?=\/employee$)/);
        const converted = verifications.flatMap((verification) => verification.reports ?? []).length;
        expect(converted + withoutEmployee.size).toBe(reports);
      }),
      { numRuns: 200 * runs, seed },
    );
  });

  test('has its money as the same texts, whatever they are', () => {
    fc.assert(
      fc.property(wildOrders, (order) => {
        const { verifications } = fromOrder(order, { price });
        const given = new Set(textsIn(order));
        const money = verifications.flatMap((verification) =>
          placesIn(verification.reports).filter(([pointer]) =>
            /\/(gross_pay|amount|base|overtime|commission|bonus|other|total|hours_per_week)$/.test(pointer),
          ),
        );
        for (const [, text] of money) expect(given).toContain(text);
      }),
      { numRuns: 200 * runs, seed },
    );
  });
});

test('values that are newer than this package never throw', () => {
  fc.assert(
    fc.property(orders, fc.constantFrom('a-newer-one', '__proto__', 'constructor', ''), (order, value) => {
      const text = JSON.stringify(order).replaceAll(
        /"canonical_value":"[^"]*"/g,
        `"canonical_value":${JSON.stringify(value)}`,
      );
      expect(() => fromOrder(JSON.parse(text) as Order, { price })).not.toThrow();
    }),
    { numRuns: 100 * runs, seed },
  );
});

test.each(['OrderTargetEmployer', 'OrderEmployerSearch', 'OrderTrueworkDirect'])(
  'an order like %s with anything anywhere never throws',
  (name) => {
    const event = example<OrderCompleted>('OrderCompletedEvent');
    for (const variant of variantsOf(example(name), mistakes)) {
      const order = variant as Order;
      fromOrder(order, { price });
      fromDirectOrder(order);
      fromOrderCompleted({ ...event, data: {} }, order);
    }
  },
);

test('reports, sessions and webhooks never throw, and their notes have no value', () => {
  const reports = valuesOf(later, 'OrderReport', true) as fc.Arbitrary<OrderReport>;
  const changes = valuesOf(later, 'OrderStateChange') as fc.Arbitrary<OrderStateChange>;
  const completions = valuesOf(later, 'OrderCompleted') as fc.Arbitrary<OrderCompleted>;
  fc.assert(
    fc.property(reports, changes, completions, orders, (report, change, completed, order) => {
      const converted = fromReport(report);
      const event = fromStateChange(change);
      const events = fromOrderCompleted(
        { ...completed, data: { ...completed.data, order_id: order.id } },
        order,
      );
      const session = fromDirectOrder(order);
      for (const it of events.sessionEvents)
        expect(errorsOf('legacy', 'CredentialsSessionStateChange', it)).toEqual([]);
      for (const { notes } of [converted, event, events, session]) expectNoValues(notes);
      for (const it of [event.event, ...events.events].filter((it) => it !== undefined))
        expect(errorsOf('legacy', 'VerificationStateChange', it)).toEqual([]);
      if (session.session) expect(errorsOf('legacy', 'CredentialsSession', session.session)).toEqual([]);
    }),
    { numRuns: 200 * runs, seed },
  );
});

test('what an order with one employer was created from comes back from it', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { request } = toOrder(input, { supplied: everything });
      if (request?.path !== '/orders/target-employer') return;
      const [verification] = fromOrder(echoOf(request.body), { price }).verifications;
      const {
        type,
        permissible_purpose,
        use_case = 'mortgage',
        additional_information,
        loan_id = null,
        metadata,
      } = input;
      expect(verification).toMatchObject({ type, permissible_purpose, use_case, loan_id });
      expect(verification?.additional_information).toBe(additional_information);
      expect(verification?.metadata).toEqual(metadata ?? undefined);
      const { permissable_purpose: older, ...party } = input.reseller_originating_party ?? {};
      const inOneSpelling = { permissible_purpose: older, ...party };
      expect(verification?.reseller_originating_party).toEqual(
        input.reseller_originating_party ? inOneSpelling : null,
      );
      const names = (input.documents ?? []).map(({ filename }) => ({ filename }));
      expect(verification?.documents ?? []).toEqual(names);
      const methods = input.request_parameters?.verification_methods ?? {};
      const enabled = (method: 'instant' | 'credentials' | 'smart_outreach') => ({
        enabled: methods[method]?.enabled ?? true,
      });
      expect(verification?.request_parameters).toEqual({
        employer_filter: 'target-employer',
        verification_methods: {
          instant: enabled('instant'),
          credentials: enabled('credentials'),
          smart_outreach: enabled('smart_outreach'),
        },
      });
    }),
    { numRuns: 300 * runs, seed },
  );
});

/** What the API would show of an order that was created from a body. */
function echoOf(body: TargetEmployerOrderInput): Order {
  const wrapped = <Value extends string>(value: Value) => ({ canonical_value: value, raw_value: value });
  const party = body.reseller_originating_party;
  const common = {
    type: body.type,
    permissible_purpose: wrapped(body.permissible_purpose),
    use_case: wrapped(body.use_case),
    loan_id: body.loan_id ?? null,
    metadata: body.metadata ?? null,
    additional_information: body.additional_information ?? null,
    reseller_originating_party: party
      ? {
          ...party,
          permissible_purpose: wrapped(party.permissible_purpose),
          use_case: wrapped(party.use_case),
        }
      : null,
  };
  const forms = body.authorization_forms?.map(({ filename }) => ({ filename })) ?? null;
  const { first_name, last_name, company } = body.target;
  const person = {
    first_name,
    last_name,
    social_security_number: '***-**-0000',
    contact_email: null,
    date_of_birth: null,
  };
  const nothing = { id: null, address: null, city: null, state: null, zip_code: null, phone_number: null };
  const verification: OrderVerification = {
    ...common,
    id: 'verification',
    created: '2026-03-04T05:06:07.000001Z',
    state: wrapped('processing'),
    cancellation_reason: null,
    cancellation_details: null,
    date_of_completion: null,
    documents: forms,
    reports: null,
    target: { ...person, phone_number: null, company: { ...nothing, name: company.name } },
    turnaround_time: { best_estimate: null, lower_bound: null, upper_bound: null },
    applicant_documents: null,
    unverified_information: null,
  };
  const methods = body.request_config?.allowed_verification_methods ?? [
    'instant',
    'smart-outreach',
    'credentials',
  ];
  return {
    id: 'order',
    loan_id: body.loan_id ?? null,
    search_key: body.search_key ?? null,
    truework_direct_session_link: null,
    verification_requests: [verification],
    target_employer: {
      ...common,
      search_key: body.search_key ?? null,
      authorization_forms: forms,
      request_config: { allowed_verification_methods: methods },
      target: { ...person, company: { name: company.name, address: null } },
    },
    employer_search: null,
    truework_direct: null,
    reverification: null,
  };
}

test('every change that the map names is a file, and every file is named', () => {
  const changes = new Set(
    [map.operations, map.webhooks, ...Object.values(map.requests), ...Object.values(map.responses)].flatMap(
      (entries) => Object.values(entries as Record<string, { change: string }>).map(({ change }) => change),
    ),
  );
  const files = readdirSync(new URL('changes', import.meta.url)).map((file) => file.replace('.ts', ''));
  const helped = { 'search-key': 'a field that is new in requests' };
  expect([...changes, ...Object.keys(helped)].sort()).toEqual(files.sort());
});
