import { person } from '@truework-legacy/spec/test-data';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { EmployerAddress } from '../src/generated/types.gen.ts';
import { type ReportShape, type SandboxOptions, type TestPersonReport, testNumbers } from '../src/index.ts';
import { openSandbox } from './support/open-sandbox.ts';

// What the models of Truework's SDKs demand of a report, and what was recorded, each with the shape in which they find it.

const text = { type: 'string' };
const object = (properties: Record<string, object>, others: object = {}) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  ...others,
});
const list = (items: object) => ({ type: 'array', minItems: 1, items });
const address = object({}, { properties: { line_one: text, city: text } });
const amounts = { base: text, overtime: text, commission: text, bonus: text, total: text };
const ended = { anyOf: [text, { type: 'null' }] };
const noAddressString = object({ name: text }, { properties: { name: text, address } });

/** Python 0.0.1 constructs every class with all of its attributes that have no default. */
const python = object({
  created: text,
  current_as_of: text,
  verification_request: object({ id: text, created: text }),
  employer: noAddressString,
  employee: object({
    first_name: text,
    last_name: text,
    status: text,
    hired_date: text,
    end_of_employment: ended,
    earnings: list(object({ year: {}, ...amounts })),
    positions: list(object({ title: text, start_date: text })),
    salary: object({ gross_pay: text, pay_frequency: text, hours_per_week: text }),
  }),
});

/** The Ruby gem of February 2020 has a type for each attribute: the hours become an integer, which "40.00" does not. */
const ruby = object({
  created: text,
  current_as_of: text,
  verification_request: object({ id: text, created: text }),
  employer: noAddressString,
  employee: object(
    { first_name: text, last_name: text, status: text, social_security_number: text },
    {
      properties: {
        earnings: list(object({ year: { type: 'integer' }, ...amounts })),
        positions: list(object({ title: text, start_date: text })),
        salary: object({ gross_pay: text }, { properties: { hours_per_week: { pattern: '^\\d+$' } } }),
      },
    },
  ),
});

/** The Node SDK 0.4.0 types an end by the name of today, years as text, and the address as an object. */
const node = object({
  created: text,
  current_as_of: text,
  employer: noAddressString,
  employee: object(
    { first_name: text, last_name: text, status: text },
    { properties: { end_of_employment: false, earnings: list(object({ year: text, ...amounts })) } },
  ),
});

/** What all recordings of March 2022 have in common. */
const recordings = object(
  {
    id: text,
    created: text,
    current_as_of: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
    employer: object({ name: text, address: { type: 'string', pattern: '\\n' } }),
    employee: object(
      { status: text, status_detail: text, hired_date: text },
      {
        properties: {
          end_of_employment: false,
          earnings: list(object({ year: text, other: text, ...amounts })),
        },
      },
    ),
  },
  { properties: { disputes: false } },
);

const models = { python, ruby, node, recordings };
type Model = keyof typeof models;
const ajv = new Ajv2020({ strict: false });
const takes = Object.entries(models).map(([name, schema]) => [name as Model, ajv.compile(schema)] as const);

/** The models that can read a report. */
const readersOf = (report: unknown) => takes.filter(([, validate]) => validate(report)).map(([name]) => name);

const key = 'tw_sk_test_shapes';
const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };

interface Reported {
  id: string;
  reports: { id: string; employee: object }[];
}

type Received = Reported & { results: Reported[] };

function open(options: SandboxOptions) {
  const sandbox = openSandbox({ clock: { now: () => Date.UTC(2022, 2, 22) }, ...options });
  const call = async (path: string, init: object = {}) =>
    (await sandbox.fetch(`http://sandbox${path}`, { headers, ...init })).json() as Promise<Received>;
  /** A verification that is completed. */
  const completed = async (social_security_number: string, type = 'employment-income'): Promise<Reported> => {
    const target = { ...person, social_security_number };
    const input = { type, permissible_purpose: 'employee-request', target };
    const { id } = await call('/verification-requests/', { method: 'POST', body: JSON.stringify(input) });
    await sandbox.tenant(key).clock.advance('1 second');
    return call(`/verification-requests/${id}`);
  };
  return { call, completed };
}

const completing = Object.entries(testNumbers).flatMap(([number, { outcome }]) =>
  outcome === 'completed' ? [number] : [],
);

describe.for<[ReportShape, Model[]]>([
  ['current', ['node']],
  ['2019', ['python', 'ruby']],
  ['2022', ['recordings']],
])('in the shape %s', ([reportShape, readers]) => {
  test.for(completing)('the reports on %s', async (number) => {
    const { reports } = await open({ reportShape }).completed(number);
    expect(reports.map(readersOf)).toEqual(reports.map(() => readers));
  });

  test('a report is the same wherever it is read', async () => {
    const { call, completed } = open({ reportShape });
    const { id, reports } = await completed('000-00-0001');
    const [report] = reports;
    const path = `/verification-requests/${id}`;
    expect(await call(`${path}/reports/${report?.id}`)).toEqual(report);
    expect(await call(`${path}/report/`)).toEqual(report);
    expect((await call('/verification-requests/')).results[0]?.reports).toEqual(reports);
    expect(await call(`${path}?fields=reports`)).toEqual({ reports });
    expect(await call(`${path}/report/?fields=employee`)).toEqual({ employee: report?.employee });
    expect(await call(`${path}/report/?fields=id`)).toEqual({ id: report?.id });
  });
});

test.for<[string, Model[]]>([
  ['000-91-2019', ['python', 'ruby']],
  ['000-91-2022', ['recordings']],
])(
  'the test person %s has a shape of their own, unless an own person has the number',
  async ([number, readers]) => {
    for (const reportShape of ['current', '2019', '2022'] as const) {
      const { call, completed } = open({ reportShape });
      const { id, reports } = await completed(number);
      expect(reports).toEqual([await call(`/verification-requests/${id}/report/`)]);
      expect(reports.map(readersOf)).toEqual([readers]);
    }
    const people = [{ social_security_number: number, overrides_listed: true }];
    expect((await open({ people }).completed(number)).reports.map(readersOf)).toEqual([['node']]);
  },
);

test('who works there has no end, and who has left has a salary, in the shape of 2019', async () => {
  const { completed } = open({ reportShape: '2019' });
  const [[active], [left], [partTime]] = [
    (await completed('000-00-0000')).reports,
    (await completed('000-00-0001')).reports,
    (await completed('000-00-0002')).reports,
  ];
  expect(partTime).toMatchObject({ employee: { salary: { hours_per_week: '20' } } });
  expect(active).toMatchObject({
    current_as_of: '2022-03-22T00:00:00Z',
    employee: { end_of_employment: null, earnings: [{ year: 2022 }, { year: 2021 }, { year: 2020 }] },
  });
  expect(left).toMatchObject({
    employee: {
      end_of_employment: '2022-01-01',
      salary: { gross_pay: '120000.00', pay_frequency: 'annually', hours_per_week: '40' },
    },
  });
  expect(left).not.toHaveProperty('employee.termination_date');
});

/** The report on a person of whom a part of a report is given. */
async function reportOn(given: TestPersonReport, reportShape: ReportShape, type?: string) {
  const social_security_number = '000-55-0001';
  const { completed } = open({ reportShape, people: [{ social_security_number, reports: [given] }] });
  return (await completed(social_security_number, type)).reports[0];
}

test.for<[given: TestPersonReport, shown: object]>([
  [
    {
      employee: {
        end_of_employment: '2019-09-30',
        salary: { gross_pay: '31.50', pay_frequency: 'hourly', hours_per_week: '37.5' },
        earnings: [{ year: '2018', base: '61000.00' }],
      },
    },
    {
      end_of_employment: '2019-09-30',
      salary: { gross_pay: '31.50', pay_frequency: 'hourly', hours_per_week: '37.5' },
      earnings: [{ year: 2018, base: '61000.00' }],
    },
  ],
  [
    { employee: { positions: [], earnings: [{ year: '2018' }] } },
    { salary: { gross_pay: '0.00', pay_frequency: 'annually', hours_per_week: '40' } },
  ],
])('of the report %j, the shape of 2019 has what is known', async ([given, employee]) => {
  expect(await reportOn(given, '2019')).toMatchObject({ employee });
  expect(await reportOn(given, '2019', 'employment')).not.toHaveProperty('employee.salary');
});

test.for<[EmployerAddress | null, string | null]>([
  [
    {
      line_one: '1 Example Street',
      line_two: 'Floor 2',
      city: 'Springfield',
      state: 'IL',
      postal_code: '62701',
    },
    '1 Example Street\nFloor 2\nSpringfield, IL 62701',
  ],
  [{ line_one: '1 Example Street', city: null, state: 'IL' }, '1 Example Street\nIL'],
  [{ city: 'Springfield', postal_code: null }, 'Springfield'],
  [{ line_one: null }, ''],
  [null, null],
])('of the address %j, the shape of 2022 has what is known', async ([address, written]) => {
  expect(await reportOn({ employer: { address } }, '2022')).toMatchObject({ employer: { address: written } });
});
