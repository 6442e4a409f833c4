import { createSandbox, type Sandbox, type SigningKey, testValues } from '@truework-legacy/sandbox';
import { person } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operationIds, requestOf } from '../../src/calls.ts';
import { expectGolden, Names, readGolden } from '../../src/golden.ts';

// Each listed number is created once, and each listed key used for every operation. The outcome is what golden/people.yaml says, and what
// the sentence says that the site shows.

interface Rejection {
  readonly status: number;
  readonly message: string;
}

interface Employment {
  readonly employer: string;
  readonly status: string;
  readonly hired_date: string;
  readonly termination_date?: string;
  readonly on_leave_date?: string;
  readonly position: object;
  readonly earnings: object;
  readonly salary?: object;
  readonly analytics?: { readonly base: string; readonly gross: string };
}

interface Listed {
  readonly value: string;
  readonly says: string;
  readonly states?: readonly string[];
  readonly reports?: readonly Employment[];
  readonly reportsOf?: string;
  /** The only report, where it has little in common with others. */
  readonly wholeReport?: object;
  readonly rejected?: Rejection;
  readonly isLost?: boolean;
}

interface Content {
  readonly people: readonly Listed[];
  readonly keys: readonly Listed[];
}

const { content, lines } = readGolden<Content>('people.yaml', 'people');
const { people, keys } = content;
const startMs = Date.UTC(2019, 10, 5, 17, 8, 44, 819);
const { social_security_number: _, ...name } = person;

let nowMs = startMs;
let sandbox: Sandbox;
let publicKey: SigningKey;

// Of its own, so that a test can run again.
beforeEach(() => {
  nowMs = startMs;
  sandbox = createSandbox({ clock: { now: () => nowMs }, rateLimit: false, validateResponses: false });
  publicKey = sandbox.signingKey;
});
afterEach(() => sandbox.close());

function ask(path: string, key: string, body?: object): Promise<Response> {
  return sandbox.fetch(`http://sandbox.example${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function at(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -1)}000Z`;
}

/** The whole verification, in one of its states. */
function verification(
  { value, states = [], ...listed }: Listed,
  state: string,
  withAnalytics = false,
): object {
  const finishedMs = startMs + 100 * (states.length - 1);
  const isCompleted = state === 'completed';
  const { reports = [] } = people.find((person) => person.value === listed.reportsOf) ?? listed;
  return {
    id: '<verification>',
    loan_id: null,
    state,
    price: { amount: '23.00', currency: 'USD' },
    turnaround_time: {},
    created: at(startMs),
    date_of_completion: isCompleted ? at(finishedMs) : null,
    target: { ...name, social_security_number: `***-**-${value.slice(-4)}`, company: { name: null } },
    permissible_purpose: 'risk-assessment',
    type: 'employment-income',
    ...(isCompleted && {
      reports: listed.wholeReport
        ? [{ ...listed.wholeReport, ...(withAnalytics && { income_analytics: null }) }]
        : reports.map((report, index) => reportOf(report, index, value, at(finishedMs), withAnalytics)),
    }),
    use_case: 'mortgage',
    request_parameters: {
      employer_filter: 'all-employers',
      automated_underwriting_system_eligibility: 'not-required',
      verification_methods: {
        instant: { enabled: true },
        credentials: { enabled: false },
        smart_outreach: { enabled: false },
      },
    },
    reseller_originating_party: null,
  };
}

function reportOf(
  { employer, status, position, earnings, salary, analytics, ...dates }: Employment,
  index: number,
  number: string,
  created: string,
  withAnalytics: boolean,
): object {
  return {
    id: `<report ${index}>`,
    created,
    current_as_of: '2019-11-05',
    verification_request: { id: '<verification>', type: 'employment-income', created: at(startMs) },
    employer: {
      name: employer,
      address: {
        line_one: '1 Example Street',
        city: 'Springfield',
        state: 'IL',
        country: 'US',
        postal_code: '62701',
      },
    },
    employee: {
      ...name,
      status,
      status_detail: status,
      ...dates,
      positions: [position],
      social_security_number: `***-**-${number.slice(-4)}`,
      earnings,
      ...(salary && { salary }),
    },
    disputes: [],
    ...(withAnalytics && { income_analytics: analytics === undefined ? null : incomeAnalytics(analytics) }),
  };
}

function incomeAnalytics({ base, gross }: { base: string; gross: string }): object {
  return {
    annualized_income: {
      base_amount: { amount: base, currency: 'USD' },
      gross_amount: { amount: gross, currency: 'USD' },
      short_employment_warning: false,
      stale_data_warning: false,
      variable_income_warning: false,
    },
    income_volatility: { gross_income_volatility: '0.00' },
  };
}

test('the sandbox lists these values, and says of each what is said here', () => {
  const said = [...people, ...keys].map(({ value, says }) => ({ value, says }));
  expect(testValues.map(({ value, effect }) => ({ value, says: effect }))).toEqual(said);
});

test.for(people.map((listed, index) => ({ ...listed, line: lines[index] })))(
  '$value: $says',
  async ({ line, ...listed }) => {
    const { value, states = [], rejected, isLost = false } = listed;
    const key = `tw_sk_test_${value}`;
    const source = `golden/people.yaml:${line}`;
    const names = new Names();
    const created = ask('/verification-requests/', key, {
      type: 'employment-income',
      permissible_purpose: 'risk-assessment',
      target: { ...name, social_security_number: value },
    });
    if (isLost) await expect(created).rejects.toThrow(TypeError);
    else {
      const body = rejected
        ? { error: { message: rejected.message } }
        : verification(listed, states[0] ?? '');
      const golden = { source, status: rejected?.status ?? 201, body, nowMs };
      await expectGolden(await created, golden, { operation: 'createVerification', names, publicKey });
    }
    // The states a tenth of a second after another, and whether the last one stays.
    for (const [index, state] of [...states, states.at(-1) ?? ''].entries()) {
      nowMs = startMs + 100 * index + (index === states.length ? 86_400_000 : 0);
      const withAnalytics = index === states.length;
      const results = states.length === 0 ? [] : [verification(listed, state, withAnalytics)];
      const body = { count: results.length, next: null, previous: null, results };
      const response = await ask(`/verification-requests/?income_analytics=${withAnalytics}`, key);
      await expectGolden(
        response,
        { source, status: 200, body, nowMs },
        { operation: 'listVerifications', names, publicKey },
      );
    }
  },
);

test.for(keys)('$value: $says', async ({ value, rejected }) => {
  const { status = 0, message } = rejected ?? {};
  for (const operation of operationIds) {
    const { method, path, body } = requestOf(operation);
    const response = await sandbox.fetch(`http://sandbox.example${path}`, {
      method,
      headers: { Authorization: `Bearer ${value}_0000`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const golden = { source: 'golden/people.yaml', status, body: { error: { message } }, nowMs };
    await expectGolden(response, golden, { operation, names: new Names(), publicKey });
  }
});
