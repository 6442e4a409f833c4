import { describe, expect, test } from 'vitest';
import { SandboxError } from '../errors/sandbox-error.ts';
import { readPeople } from './read-people.ts';
import { testValues } from './test-values.ts';

const number = '000-55-0001';
const heading = 'These test people are invalid:';

// The schema is made once. Made before the tests, it is tested by each of them.
readPeople([{ social_security_number: number }]);

/** What is said about people that cannot be taken. */
function problems(people: unknown): string[] {
  try {
    readPeople(people);
  } catch (error) {
    expect(error).toBeInstanceOf(SandboxError);
    const { code, message } = error as SandboxError;
    expect(code).toBe('invalid_people');
    const [first, ...lines] = message.split('\n');
    expect(first).toBe(heading);
    return lines.map((line) => line.trim());
  }
  return [];
}

/** The same about one person, by pointers from the person on. */
const problemsOf = (person: object) =>
  problems([{ social_security_number: number, ...person }]).map((line) => line.replace('/0', ''));

const lossy = 'Expected a JSON value: no Map, no function, no NaN.';

describe('what JSON would lose', () => {
  test.for([
    [{ reports: [new Map([['employer', {}]])] }, '/reports/0'],
    [{ '123456789': Symbol('x') }, '/*'],
  ])('%o is not taken for something else', ([person, pointer]) => {
    expect(problemsOf(person as object)).toEqual([`${pointer}: ${lossy}`]);
  });

  test('what JSON writes as a text is taken, and what is undefined is absent', () => {
    expect(
      problemsOf({ price: undefined, cancellation_reason: null, reports: [{ created: new Date(0) }] }),
    ).toEqual([]);
  });
});

describe('a social security number', () => {
  const issued =
    'Expected a number that is never issued, so that it belongs to no real person: one that begins with 000, 666 or 9, has 00 in the middle, or ends with 0000.';
  const malformed = 'Expected nine digits, such as "000-55-0001" or "000550001".';

  test.for([
    '000-55-0001',
    '000550001',
    '666-55-0001',
    '900-55-0001',
    '999-99-9999',
    '123-00-4567',
    '123-45-0000',
  ])('%s is taken', (social_security_number) => {
    expect(problems([{ social_security_number }])).toEqual([]);
  });

  test.for([
    ['123-45-6789', issued],
    ['665-55-0001', issued],
    ['899999999', issued],
    ['001-01-0001', issued],
    ['123-45-678', malformed],
    ['12345-6789', malformed],
    ['0000-55-0001', malformed],
    ['000-55-0001\n', malformed],
    ['', malformed],
    [550001, 'Expected string.'],
    [null, 'Expected string.'],
    [undefined, 'Required (string).'],
  ])('%j is not, and is not in the message', ([social_security_number, text]) => {
    expect(problems([{ social_security_number }])).toEqual([`/0/social_security_number: ${text}`]);
  });

  test('is there once, however it is written', () => {
    expect(
      problems([{ social_security_number: number }, {}, { social_security_number: '000550001' }]),
    ).toEqual(['/1/social_security_number: Required (string).']);
    expect(problems([{ social_security_number: number }, { social_security_number: '000550001' }])).toEqual([
      '/1/social_security_number: The same as that of /0.',
    ]);
  });

  test('of the list is only taken on purpose, and only of the list', () => {
    const listed = testValues.filter(({ where }) => where === 'social_security_number');
    expect(listed).toHaveLength(22);
    for (const { value } of listed) {
      expect(problems([{ social_security_number: value }])).toEqual([
        '/0/social_security_number: This number is in the list of test numbers. Use another one, or set "overrides_listed": true to replace it.',
      ]);
      expect(problems([{ social_security_number: value, overrides_listed: true }])).toEqual([]);
    }
    expect(problemsOf({ overrides_listed: true })).toEqual([
      '/overrides_listed: The number is not in the list of test numbers. Leave it out.',
    ]);
  });
});

describe('a list', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const notJson = '(the list): Expected JSON: no cycle, no BigInt, nothing undefined.';

  test.for([
    [null, '(the list): Expected array.'],
    [{ people: [] }, '(the list): Expected array.'],
    ['[]', '(the list): Expected array.'],
    [undefined, notJson],
    [cycle, notJson],
    [[{ social_security_number: 1n }], notJson],
    [[null], '/0: Expected object.'],
    [[number], '/0: Expected object.'],
    [
      Array(10_001).fill({ social_security_number: number }),
      '(the list): It must NOT have more than 10000 items.',
    ],
  ])('is an array of people as JSON (%#)', ([people, problem]) => {
    expect(problems(people)).toEqual([problem]);
  });

  test('may be empty, and needs no validator then', () => {
    expect(readPeople([])).toEqual([]);
  });

  test('is copied', () => {
    const given = [{ social_security_number: number, reports: [{ employer: { name: 'Before' } }] }];
    const [read] = readPeople(given);
    (given[0]?.reports[0] as { employer: object }).employer = { name: 'After' };
    expect(read?.reports?.[0]?.employer).toEqual({ name: 'Before' });
  });

  test('shows ten problems and counts the others', () => {
    const linesOf = (length: number) => problems(Array.from({ length }, () => ({})));
    expect(linesOf(10)).toHaveLength(10);
    expect(linesOf(13)).toHaveLength(11);
    expect(linesOf(13).at(-1)).toBe('… and 3 more.');
  });
});

describe('a field', () => {
  test.for([
    [{ state: 'completed' }, '/state: Unknown field. Did you mean "states"?'],
    [{ Price: {} }, '/Price: Unknown field. Did you mean "price"?'],
    [{ reports: [{ emploee: {} }] }, '/reports/0/emploee: Unknown field. Did you mean "employee"?'],
    [
      { reports: [{ employee: { hiredDate: null } }] },
      '/reports/0/employee/hiredDate: Unknown field. Did you mean "hired_date"?',
    ],
    [
      { reports: [{ employee: { salary: { gross_pay: '1.00', pay_frequency: 'weekly', hours: '40' } } }] },
      '/reports/0/employee/salary/hours: Unknown field. Expected one of: gross_pay, pay_frequency, hours_per_week, months_per_year, reduced_covid.',
    ],
    [
      { reports: [{ employer: { '123-45-6789': 'x' } }] },
      '/reports/0/employer/*: Unknown field. Expected one of: name, address.',
    ],
    [
      { reports: [{ employer: { p123456789: 'x' } }] },
      '/reports/0/employer/*: Unknown field. Expected one of: name, address.',
    ],
    [{ reports: [{ id: 'x' }] }, '/reports/0/id: Leave it out: it follows from the request.'],
    [
      { reports: [{ verification_request: {} }] },
      '/reports/0/verification_request: Leave it out: it follows from the request.',
    ],
  ])('that is unknown is named, with what was meant (%#)', ([person, problem]) => {
    expect(problemsOf(person as object)).toEqual([problem]);
  });

  test('that a program would not see is unknown too', () => {
    const person = JSON.parse(`{"social_security_number": "${number}", "__proto__": {}}`);
    expect(problems([person])).toEqual([expect.stringContaining('Unknown field.')]);
  });

  const employee = (fields: object) => ({ reports: [{ employee: fields }] });
  const at = '/reports/0/employee';

  test.for([
    [employee({ status: 'fired' }), `${at}/status: Expected one of: active, inactive, unknown.`],
    [
      employee({ hired_date: '2019-02-30' }),
      `${at}/hired_date: Expected a string such as "2016-04-01" (date).`,
    ],
    [employee({ hired_date: 20190201 }), `${at}/hired_date: Expected string or null.`],
    [employee({ positions: null }), `${at}/positions: Expected array.`],
    [employee({ positions: [{}] }), `${at}/positions/0/title: Required (string or null).`],
    [employee({ earnings: [{ year: 2019 }] }), `${at}/earnings/0/year: Expected string.`],
    [
      employee({ salary: { gross_pay: '31.5', pay_frequency: 'hourly' } }),
      `${at}/salary/gross_pay: Expected a string such as "60000.00" (^-?\\d+\\.\\d{2}$).`,
    ],
    [employee({ salary: 31.5 }), `${at}/salary: Expected object or null.`],
    [employee({ address: 7 }), `${at}/address: Expected object or string or null.`],
    [
      employee({ first_name: 'x'.repeat(256) }),
      `${at}/first_name: It must NOT have more than 255 characters.`,
    ],
    [
      employee({ social_security_number: '123-45-6789' }),
      `${at}/social_security_number: Expected null or a masked number, such as "***-**-0001".`,
    ],
    [
      { reports: [{ created: '2019-11-07 09:30:00Z' }] },
      '/reports/0/created: Expected a string such as "2019-11-07T09:30:00.000000Z" (date-time).',
    ],
    [
      { reports: [{ disputes: [{ id: 'd', created: 'now', description: '' }] }] },
      expect.stringMatching(/disputes\/0\/created/),
    ],
    [{ price: { amount: '1.00', currency: 'EUR' } }, '/price/currency: Expected one of: USD, null.'],
    [{ turnaround_time: { best_estimate: 48 } }, '/turnaround_time/best_estimate: Expected string or null.'],
    [{ error: { status: 404 } }, '/error/status: Expected one of: 400, 401, 403, 429, 451, 500, 501.'],
    [
      { error: { status: 400, invalid_fields: { field: 'text' } } },
      '/error/invalid_fields/field: Expected array or object.',
    ],
    [
      { error: { status: 451, invalid_fields: {} } },
      '/error/invalid_fields: Only allowed with status 400. Leave it out.',
    ],
    [
      { error: { status: 451 }, states: [] },
      '/states: Leave it out: a person with an error has nothing else.',
    ],
    [
      { cancellation_reason: 'other' },
      '/cancellation_reason: Only for a person whose last state is canceled.',
    ],
    [
      { cancellation_details: 'None.' },
      '/cancellation_details: Only for a person whose last state is canceled.',
    ],
    [{ error: { status: 451, message: 7 } }, '/error/message: Expected string.'],
    [{ error: 'no' }, '/error: Expected object.'],
    [{ overrides_listed: 'yes' }, '/overrides_listed: Expected boolean.'],
    [{ states: {} }, '/states: Expected array.'],
    [{ reports: {} }, '/reports: Expected array.'],
    [{ states: [{ state: 'processing', after: null }] }, '/states/0/after: Expected number or string.'],
    [{ error: {} }, '/error/status: Required (integer).'],
    [{ error: { status: 451, code: 1 } }, expect.stringMatching('^/error/code: Unknown field.')],
    [{ reports: Array(101).fill({}) }, '/reports: It must NOT have more than 100 items.'],
    [{ states: Array(101).fill({ state: 'processing' }) }, '/states: It must NOT have more than 100 items.'],
    [
      { states: [{ state: 'canceled' }], cancellation_reason: 'bored' },
      '/cancellation_reason: Expected one of: immediate, high-turnaround-time, competitor, wrong-info, other.',
    ],
  ])('has what the spec says (%#)', ([person, problem]) => {
    expect(problemsOf(person as object)).toEqual([problem]);
  });
});

test('a person may have everything that the spec has', () => {
  for (const whole of [
    { error: { status: 400, message: 'No.', invalid_fields: { target: ['Wrong.'] } } },
    {
      states: [{ state: 'processing' }, { state: 'canceled', after: 0 }],
      cancellation_reason: 'other',
      cancellation_details: 'None.',
      price: { amount: '1.00', currency: 'USD' },
      turnaround_time: { lower_bound: '1', upper_bound: '2', best_estimate: '1' },
      reports: Array(100).fill({
        created: '2019-11-07t09:30:00.5+01:00',
        employer: {},
        employee: { social_security_number: '***-**-0001' },
      }),
    },
  ]) {
    expect(problemsOf(whole)).toEqual([]);
  }
});

test('a name in a pointer is shown if it is like one of a program, and no number of a person', () => {
  const names = ['a', 'a'.repeat(64), 'a'.repeat(65), 'a-b', '12345', '123456', 'a12345', 'a123456b', 'é'];
  const lines = names.map((name) => problemsOf({ [name]: 1 })[0]?.split(':')[0]);
  expect(lines).toEqual(['/a', `/${'a'.repeat(64)}`, '/*', '/*', '/12345', '/*', '/a12345', '/*', '/*']);
});

describe('states', () => {
  const wait = 'Expected milliseconds or a duration such as "2 days", at most 3650 days.';

  test.for([
    [[], []],
    [
      [
        { state: 'processing' },
        { state: 'pending-approval', after: 0 },
        { state: 'canceled', after: '3650 days' },
      ],
      [],
    ],
    [
      [{ state: 'completed' }],
      ['/states/0/state: After pending-approval, expected one of: processing, canceled.'],
    ],
    [
      [{ state: 'canceled' }, { state: 'processing' }],
      ['/states/1/state: Nothing follows canceled. Remove it.'],
    ],
    [
      [{ state: 'done' }],
      [
        '/states/0/state: Expected one of: pending-approval, processing, action-required, completed, canceled, invalid.',
      ],
    ],
    [[{}], ['/states/0/state: Required (string).']],
    [['processing'], ['/states/0: Expected object.']],
    [[{ state: 'processing', after: 'soon' }], [`/states/0/after: ${wait}`]],
    [[{ state: 'processing', after: -1 }], [`/states/0/after: ${wait}`]],
    [[{ state: 'processing', after: 3650 * 86_400_000 + 1 }], [`/states/0/after: ${wait}`]],
    [[{ state: 'processing', after: Number.NaN }], [`/states/0/after: ${lossy}`]],
    [[{ state: 'processing', afterMs: 5 }], ['/states/0/afterMs: Unknown field. Did you mean "after"?']],
  ])('follow each other as the API has them (%#)', ([states, expected]) => {
    expect(problemsOf({ states })).toEqual(expected);
  });
});
