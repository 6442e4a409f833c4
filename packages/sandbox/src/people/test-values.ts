import type { TransportFault } from '../http/index.ts';
import { pendingMs, processingMs, type Step, stepsTo } from './steps.ts';
import { type TestEmployment, testNumbers } from './test-numbers.ts';
import type { TestPerson } from './test-person.ts';

// Every input that makes the sandbox do something special. The documentation's table is generated from this list.

/**
 * What reports look like.
 *
 * - `current`: as the spec says.
 * - `2019`: as the SDKs of 2019 and 2020 read them. `end_of_employment` (null while the person works there) instead of
 *   `termination_date`, an integer `year`, a time in `current_as_of`, and a `salary` with `hours_per_week` for everyone with
 *   earnings.
 * - `2022`: as recorded in 2022. The employer's address is one string, and there are no `disputes`.
 */
export type ReportShape = 'current' | '2019' | '2022';

export const reportShapes: readonly ReportShape[] = ['current', '2019', '2022'];

/** What happens to a verification of a person. */
export interface Scenario {
  /** The states after `pending-approval`, in order. A synchronous verification has the last one at once. */
  steps: readonly Step[];
  /** The employments in the reports. Empty: there is no report, and one is made up if somebody completes it by hand. */
  employments: readonly TestEmployment[];
  /** The test person whose scenario it is. Absent for a listed number and a made-up person. */
  person?: TestPerson;
  /** Whether the number is for credentials sessions alone. */
  sessionsOnly?: boolean;
  /** What its reports look like, if different from those of others. */
  reportShape?: ReportShape;
  /** What happens to the connection once the verification is stored. */
  transport?: TransportFault;
}

/** A response in place of the operation. */
export interface KeyResponse {
  status: 401 | 403 | 429 | 451 | 500 | 501;
  message: string;
}

/** An input that leads to a fixed outcome. */
export interface TestValue {
  /** `social_security_number` of the target in a create or a session, or the beginning of the bearer key. */
  where: 'social_security_number' | 'key';
  /** The number, `000-00-0000`, or how the key begins. */
  value: string;
  /** Whether Truework's own sandbox knows it, or only this one. */
  knownTo: 'truework' | 'this sandbox';
  /** What it does, in one sentence. */
  effect: string;
  /** What a create or a session with the number leads to. Absent for a key. */
  scenario?: Scenario;
  /** What every call with the key gets. Absent for a number. */
  response?: KeyResponse;
}

/** The numbers of Truework's table. */
const vendorNumbers = Object.entries(testNumbers).map(([value, entry]) => {
  const listed = { where: 'social_security_number', value, knownTo: 'truework' } as const;
  switch (entry.outcome) {
    case 'completed': {
      const employments = entry.employments
        .map(({ title, employer, status }) => `${title} at ${employer}, ${status}`)
        .join('; ');
      return {
        ...listed,
        effect: `Ends completed. Reports: ${employments}.`,
        scenario: { steps: stepsTo('completed'), employments: entry.employments },
      };
    }
    case 'credentials-session':
      return {
        ...listed,
        effect: 'Only for credentials sessions. A create with it gets a 400.',
        scenario: { steps: stepsTo('completed'), employments: [], sessionsOnly: true },
      };
    default:
      return {
        ...listed,
        effect: `Ends ${entry.outcome}.`,
        scenario: { steps: stepsTo(entry.outcome), employments: [] },
      };
  }
});

const ours = { where: 'social_security_number', knownTo: 'this sandbox' } as const;

/** The responses that only a test value leads to. */
export const keyResponses: Readonly<Record<KeyResponse['status'], KeyResponse>> = {
  401: { status: 401, message: 'Invalid token.' },
  403: { status: 403, message: 'You do not have permission to perform this action.' },
  429: { status: 429, message: 'Request was throttled.' },
  451: { status: 451, message: 'The data of this person is frozen.' },
  500: { status: 500, message: 'Internal server error.' },
  501: { status: 501, message: 'Not implemented.' },
};

const [firstReport = [], reportOfWhoLeft = []] = vendorNumbers.map(({ scenario }) => scenario.employments);

/** Numbers of our own, from the range that was never issued. */
const ourNumbers: TestValue[] = [
  {
    ...ours,
    value: '000-90-0451',
    effect: 'The person has frozen their data: 451.',
    response: keyResponses[451],
  },
  {
    ...ours,
    value: '000-90-0500',
    effect: 'The server fails before the create takes effect: 500.',
    response: keyResponses[500],
  },
  {
    ...ours,
    value: '000-90-0501',
    effect: 'The server does not support it: 501.',
    response: keyResponses[501],
  },
  {
    ...ours,
    value: '000-91-0000',
    effect: 'Ends invalid: the person or the employer was not found.',
    scenario: { steps: stepsTo('invalid'), employments: [] },
  },
  {
    ...ours,
    value: '000-91-0001',
    effect: 'Stays pending-approval until it is cancelled or moved by hand.',
    scenario: { steps: [], employments: firstReport },
  },
  {
    ...ours,
    value: '000-91-0002',
    effect: 'Stays processing until it is cancelled or moved by hand.',
    scenario: { steps: [{ state: 'processing', afterMs: pendingMs }], employments: firstReport },
  },
  {
    ...ours,
    value: '000-91-0003',
    effect: 'Goes back from processing to pending-approval once, and then ends completed.',
    scenario: {
      steps: [
        { state: 'processing', afterMs: pendingMs },
        { state: 'pending-approval', afterMs: processingMs },
        ...stepsTo('completed'),
      ],
      employments: firstReport,
    },
  },
  {
    ...ours,
    value: '000-91-0004',
    effect: 'Declined by Truework while it is still pending-approval: ends canceled.',
    scenario: { steps: [{ state: 'canceled', afterMs: pendingMs }], employments: [] },
  },
  {
    ...ours,
    value: '000-91-2019',
    effect:
      'Ends completed. The report has the shape of 2019: end_of_employment, an integer year, a salary with hours_per_week even though the person has left.',
    scenario: { steps: stepsTo('completed'), employments: reportOfWhoLeft, reportShape: '2019' },
  },
  {
    ...ours,
    value: '000-91-2022',
    effect: 'Ends completed. The report has the shape of 2022: the address of the employer is one string.',
    scenario: { steps: stepsTo('completed'), employments: reportOfWhoLeft, reportShape: '2022' },
  },
  {
    ...ours,
    value: '000-92-0000',
    effect: 'Created and charged, and the connection is reset before the response. Ends completed.',
    scenario: {
      steps: stepsTo('completed'),
      employments: firstReport,
      transport: { after: 'headers', effect: 'reset' },
    },
  },
];

/** Keys of our own: whatever follows the prefix, every operation responds with that status. */
const ourKeys = Object.values(keyResponses).map(
  (response): TestValue => ({
    where: 'key',
    value: `tw_sk_test_responds_${response.status}`,
    knownTo: 'this sandbox',
    effect: `Every operation responds ${response.status}: ${response.message}`,
    response,
  }),
);

/** All test values. */
export const testValues: readonly TestValue[] = [...vendorNumbers, ...ourNumbers, ...ourKeys];

const numbers = new Map<string, TestValue>(
  [...vendorNumbers, ...ourNumbers].map((input) => [input.value.replaceAll('-', ''), input]),
);

/** The test value of a social security number, with or without hyphens. Returns undefined if it is not in the list. */
export function testValueOf(socialSecurityNumber: string): TestValue | undefined {
  return numbers.get(socialSecurityNumber.replaceAll('-', ''));
}

/** What every operation responds to a key. Returns undefined if the key is not a test value. */
export function keyResponseOf(key: string): KeyResponse | undefined {
  const status = /^tw_sk_test_responds_(\d{3})/.exec(key)?.[1];
  return keyResponses[Number(status) as KeyResponse['status']];
}
