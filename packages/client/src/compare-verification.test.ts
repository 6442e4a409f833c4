import { describe, expect, test, vi } from 'vitest';
import { verification, verificationInput } from '../test/support/test-client.ts';
import { differences } from './compare-verification.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';

const sent: VerificationInput = {
  ...verificationInput,
  use_case: 'mortgage',
  loan_id: 'L-1',
  metadata: { file: '7', branch: 'Köln' },
  additional_information: 'A.',
  documents: [{ filename: 'a.pdf', content: 'c2FtcGxl' }],
  request_parameters: { verification_methods: { instant: { enabled: false } } },
  reseller_originating_party: {
    originating_party: 'Sample Bank',
    permissible_purpose: 'employment',
    use_case: 'mortgage',
  },
  target: {
    first_name: 'Zoë',
    last_name: 'Sample',
    contact_email: 'a@c.example',
    phone_number: '555-0199',
    social_security_number: '000-77-1234',
    date_of_birth: '1990-02-28',
    company: { id: 'c-1', name: 'Acme Widgets LLC' },
  },
};
const shown = verification('MADE', {
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  loan_id: 'L-1',
  metadata: { branch: 'Köln', file: '7' },
  additional_information: 'A.',
  documents: [{ filename: 'a.pdf' }],
  request_parameters: { verification_methods: { instant: { enabled: false } } },
  reseller_originating_party: {
    originating_party: 'Sample Bank',
    permissible_purpose: 'employment',
    use_case: 'mortgage',
  },
  target: {
    first_name: 'Zoë',
    last_name: 'Sample',
    contact_email: 'A@c.example',
    phone_number: '555-0199',
    social_security_number: '***-**-1234',
    date_of_birth: '1990-02-28',
    company: { id: 'c-1', name: 'Acme Widgets LLC' },
  },
} as unknown as Partial<Verification>);

/** What differs in the input of a create, and in the verification. What is undefined is absent. */
interface Change {
  readonly sent?: object;
  readonly sentTarget?: object;
  readonly shown?: object;
  readonly shownTarget?: object;
}

type Row = [what: string, difference: 'none' | 'unclear' | 'other', Change];

const marks = (sent: object, shown: object): Change => ({ sent, shown });
const companies = (sent: object | undefined, shown: object | null): Change => ({
  sentTarget: { company: sent },
  shownTarget: { company: shown },
});
const shownTarget = (fields: object): Change => ({ shownTarget: fields });
const methods = (verification_methods: object): Change => ({
  shown: { request_parameters: { verification_methods } },
});

const requests: Row[] = [
  ['nothing', 'none', {}],
  ['no target in the create', 'unclear', { sent: { target: undefined } }],
  ['another type', 'other', { shown: { type: 'employment' } }],
  ['another purpose', 'other', { shown: { permissible_purpose: 'employment' } }],
  ['another use case', 'unclear', { shown: { use_case: 'auto' } }],
];

const people: Row[] = [
  ['another first name', 'unclear', shownTarget({ first_name: 'Max' })],
  ['a first name in other letters', 'none', shownTarget({ first_name: 'ZOE' })],
  ['another last name', 'unclear', shownTarget({ last_name: 'Muster' })],
  ['another birthday', 'other', shownTarget({ date_of_birth: '1990-02-27' })],
  ['a masked birthday', 'unclear', shownTarget({ date_of_birth: '1990-**-**' })],
  ['a birthday in another format', 'unclear', shownTarget({ date_of_birth: '02/28/1990' })],
  ['a birthday in another format in the create', 'unclear', { sentTarget: { date_of_birth: '27.02.1990' } }],
  ['a birthday with a time', 'unclear', shownTarget({ date_of_birth: '1990-02-27T00:00' })],
  ['a birthday after a word', 'unclear', shownTarget({ date_of_birth: 'on 1990-02-27' })],
  ['an email address that is empty in the create', 'none', { sentTarget: { contact_email: '' } }],
  ['other last digits', 'other', shownTarget({ social_security_number: '***-**-1235' })],
  ['the last digits in another place', 'other', { sentTarget: { social_security_number: '000-12-3456' } }],
  ['all digits', 'none', shownTarget({ social_security_number: '000-77-1234' })],
  // Truework shows four. Of a longer form only those count.
  ['other first digits', 'none', shownTarget({ social_security_number: '999-99-1234' })],
  ['two digits', 'none', shownTarget({ social_security_number: '***-**-**34' })],
  ['no digits', 'none', shownTarget({ social_security_number: '***-**-****' })],
  ['no digits in the create', 'none', { sentTarget: { social_security_number: undefined } }],
  [
    'a space behind the digits of the create',
    'none',
    { sentTarget: { social_security_number: '000-77-1234 ' } },
  ],
  ['another email address', 'unclear', shownTarget({ contact_email: 'b@c.example' })],
  ['no email address', 'none', shownTarget({ contact_email: undefined })],
  ['another telephone number', 'unclear', shownTarget({ phone_number: '555-0198' })],
  ['the telephone number in another form', 'none', shownTarget({ phone_number: '+1 555 0199' })],
];

const withoutLoan = { loan_id: undefined };
const identities: Row[] = [
  ['another loan_id', 'other', { shown: { loan_id: 'L-2' } }],
  ['spaces around the loan_id', 'none', { shown: { loan_id: ' L-1 ' } }],
  ['a loan_id that is a number', 'none', marks({ loan_id: '7' }, { loan_id: 7 })],
  ['a loan_id in other letters', 'unclear', { shown: { loan_id: 'l-1' } }],
  ['the loan_id in another form of Unicode', 'none', marks({ loan_id: 'é' }, { loan_id: 'e\u0301' })],
  [
    'a loan_id in other letters, and other last digits',
    'other',
    { shown: { loan_id: 'l-1' }, shownTarget: { social_security_number: '***-**-1235' } },
  ],
  ['no loan_id', 'unclear', { shown: { loan_id: null } }],
  ['other metadata', 'other', { shown: { metadata: { file: '8', branch: 'Köln' } } }],
  ['a part of the metadata, but the loan_id', 'none', { shown: { metadata: { file: '7' } } }],
  ['a part of the metadata alone', 'unclear', marks(withoutLoan, { metadata: { file: '7' } })],
  ['all of the metadata alone', 'none', marks(withoutLoan, withoutLoan)],
  ['a loan_id that was not sent', 'unclear', { sent: withoutLoan }],
  [
    'metadata that was not sent, without a loan_id',
    'unclear',
    marks(withoutLoan, { loan_id: null, metadata: { ...sent.metadata, desk: '3' } }),
  ],
  [
    'metadata that was not sent, but the loan_id',
    'none',
    { shown: { metadata: { ...sent.metadata, desk: '3' } } },
  ],
  [
    'an object in the metadata',
    'unclear',
    marks({ ...withoutLoan, metadata: { file: '7', box: {} } }, { ...withoutLoan, metadata: { file: '7' } }),
  ],
];

const employers: Row[] = [
  ['the id of another company', 'other', companies({ id: 'c-1', name: 'Acme' }, { id: 'c-2', name: 'Acme' })],
  [
    'the id of the company, and another name',
    'none',
    companies({ id: 'c-1', name: 'Acme' }, { id: 'c-1', name: 'B' }),
  ],
  ['an id only in the create', 'none', companies({ id: 'c-1', name: 'Acme' }, { name: 'acme' })],
  ['an id only in the verification', 'none', companies({ name: 'Acme' }, { id: 'c-1', name: 'ACME' })],
  ['an id, and another name', 'unclear', companies({ name: 'Acme' }, { id: 'c-1', name: 'Bolt' })],
  ['another name, and no id', 'unclear', companies({ id: 'c-1', name: 'Acme' }, { name: 'Bolt' })],
  ['no id and no name', 'unclear', companies({ id: 'c-1' }, { name: null })],
  ['spaces around the name', 'none', companies({ name: ' Acme Inc. ' }, { name: 'Acme Inc.' })],
  ['a part of the name', 'unclear', companies({ name: 'Acme' }, { name: 'Acme Widgets' })],
  ['a word of the name', 'unclear', companies({ name: 'Widgets' }, { name: 'Acme Widgets LLC' })],
  ['a name around it', 'unclear', companies({ name: 'Acme Widgets LLC' }, { name: 'Widgets' })],
  ['a longer name', 'unclear', companies({ name: 'Acme Widgets' }, { name: 'Acme' })],
  ['the name of another company', 'other', companies({ name: 'Acme' }, { name: 'Bolt' })],
  ['a company that is not in the create', 'unclear', companies(undefined, { name: 'Bolt' })],
  ['no company', 'unclear', companies({ name: 'Acme' }, null)],
  ['a company of other signs', 'unclear', companies({ name: 'C++' }, { name: 'C#' })],
  ['the company in another form of Unicode', 'none', companies({ name: 'Café' }, { name: 'Cafe\u0301' })],
  ['the company in capitals, of which there are more', 'none', companies({ name: 'Süß' }, { name: 'SÜSS' })],
  ['the company in capitals without a dot', 'none', companies({ name: 'Altın' }, { name: 'ALTIN' })],
  ['the company in ASCII', 'unclear', companies({ name: 'Bjørn & Co' }, { name: 'Bjorn & Co' })],
  ['the company beyond ASCII', 'unclear', companies({ name: 'Lodz' }, { name: 'Łódź' })],
  ['another company, both beyond ASCII', 'other', companies({ name: 'Bjørn' }, { name: 'Łódź' })],
];

const rest: Row[] = [
  ['other information', 'unclear', { shown: { additional_information: 'B.' } }],
  ['other documents', 'unclear', { shown: { documents: [{ filename: 'b.pdf' }] } }],
  ['no documents', 'none', { shown: { documents: undefined } }],
  ['another method', 'unclear', methods({ instant: { enabled: true } })],
  ['more methods', 'none', methods({ instant: { enabled: false }, credentials: { enabled: true } })],
  [
    'another party',
    'unclear',
    { shown: { reseller_originating_party: { originating_party: 'Other Bank' } } },
  ],
];

describe('a verification and the input of a create', () => {
  test.for([...requests, ...people, ...identities, ...employers, ...rest])(
    'differ by %s: %s',
    ([, difference, change]) => {
      const [input, seen] = [structuredClone(sent), structuredClone(shown)];
      Object.assign(input.target, change.sentTarget);
      Object.assign(input, change.sent);
      Object.assign(seen, change.shown);
      Object.assign(seen.target, change.shownTarget);
      expect(differences(input, seen) ?? 'none').toBe(difference);
    },
  );
});

test('is compared without normalizing a long text, which would take quadratic time', () => {
  const normalized = vi.spyOn(String.prototype, 'normalize');
  const long = `a${'\u0315\u0300'.repeat(50_000)}`;
  const seen = {
    ...shown,
    loan_id: long,
    target: { ...shown.target, first_name: long, company: { name: long } },
  };
  expect(differences(sent, seen as Verification)).toBe('other');
  const lengths = normalized.mock.contexts.map((text) => (text as string).length);
  normalized.mockRestore();
  expect(lengths.length).toBeGreaterThan(10);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000);
});
