import { describe, expect, test } from 'vitest';
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

type Change = (sent: VerificationInput, shown: Verification) => void;
type Company = { id?: unknown; name?: unknown };
const companies = (one: Company | undefined, other: Company | null): Change => {
  return (sent, shown) => {
    Object.assign(sent.target, { company: one });
    Object.assign(shown.target, { company: other });
  };
};

describe('a verification and the input of a create', () => {
  test.for<[string, 'none' | 'unclear' | 'other', Change]>([
    ['that are the same', 'none', () => {}],
    ['with another type', 'other', (_, it) => Object.assign(it, { type: 'employment' })],
    ['with another purpose', 'other', (_, it) => Object.assign(it, { permissible_purpose: 'employment' })],
    ['with another use case', 'unclear', (_, it) => Object.assign(it, { use_case: 'auto' })],
    ['with another first name', 'unclear', (_, it) => Object.assign(it.target, { first_name: 'Max' })],
    [
      'with a first name in other letters',
      'none',
      (_, it) => Object.assign(it.target, { first_name: 'ZOE' }),
    ],
    ['with another last name', 'unclear', (_, it) => Object.assign(it.target, { last_name: 'Muster' })],
    ['with another birthday', 'other', (_, it) => Object.assign(it.target, { date_of_birth: '1990-02-27' })],
    [
      'with a masked birthday',
      'unclear',
      (_, it) => Object.assign(it.target, { date_of_birth: '1990-**-**' }),
    ],
    [
      'with other last digits',
      'other',
      (_, it) => Object.assign(it.target, { social_security_number: '***-**-1235' }),
    ],
    [
      'with all digits',
      'none',
      (_, it) => Object.assign(it.target, { social_security_number: '000-77-1234' }),
    ],
    ['with no digit', 'none', (_, it) => Object.assign(it.target, { social_security_number: '***-**-****' })],
    [
      'with two digits',
      'none',
      (_, it) => Object.assign(it.target, { social_security_number: '***-**-**34' }),
    ],
    [
      'with a space behind the digits that were sent',
      'none',
      (one) => Object.assign(one.target, { social_security_number: '000-77-1234 ' }),
    ],
    [
      'with a birthday in another format',
      'unclear',
      (_, it) => Object.assign(it.target, { date_of_birth: '02/28/1990' }),
    ],
    // Truework shows four. Of a longer form only those count.
    [
      'with other first digits',
      'none',
      (_, it) => Object.assign(it.target, { social_security_number: '999-99-1234' }),
    ],
    [
      'of which the create names no digits',
      'none',
      (it) => Reflect.deleteProperty(it.target, 'social_security_number'),
    ],
    ['with another loan_id', 'other', (_, it) => Object.assign(it, { loan_id: 'L-2' })],
    ['with spaces around the loan_id', 'none', (_, it) => Object.assign(it, { loan_id: ' L-1 ' })],
    ['with a loan_id in other letters', 'unclear', (_, it) => Object.assign(it, { loan_id: 'l-1' })],
    ['without a loan_id', 'unclear', (_, it) => Object.assign(it, { loan_id: null })],
    [
      'with other metadata',
      'other',
      (_, it) => Object.assign(it, { metadata: { file: '8', branch: 'Köln' } }),
    ],
    [
      'with a part of the metadata, but the loan_id',
      'none',
      (_, it) => Object.assign(it, { metadata: { file: '7' } }),
    ],
    [
      'with a part of the metadata, and without a loan_id in the create',
      'unclear',
      (one, it) => {
        delete one.loan_id;
        Object.assign(it, { metadata: { file: '7' } });
      },
    ],
    [
      'with all of the metadata, and without a loan_id in the create',
      'none',
      (one, it) => {
        delete one.loan_id;
        delete it.loan_id;
      },
    ],
    [
      'with a loan_id that was not sent',
      'unclear',
      (one) => {
        delete one.loan_id;
      },
    ],
    [
      'with metadata that was not sent, and without a loan_id',
      'unclear',
      (one, it) => {
        delete one.loan_id;
        Object.assign(it, { loan_id: null, metadata: { ...it.metadata, desk: '3' } });
      },
    ],
    [
      'with metadata that was not sent, but the loan_id',
      'none',
      (_, it) => Object.assign(it, { metadata: { ...it.metadata, desk: '3' } }),
    ],
    ['without a target in the create', 'unclear', (it) => Reflect.deleteProperty(it, 'target')],
    [
      'with the id of another company',
      'other',
      companies({ id: 'c-1', name: 'Acme' }, { id: 'c-2', name: 'Acme' }),
    ],
    [
      'with the id of the company, and another name',
      'none',
      companies({ id: 'c-1', name: 'Acme' }, { id: 'c-1', name: 'B' }),
    ],
    ['with an id only in the create', 'none', companies({ id: 'c-1', name: 'Acme' }, { name: 'acme' })],
    ['with an id only in the verification', 'none', companies({ name: 'Acme' }, { id: 'c-1', name: 'ACME' })],
    ['with a part of the name', 'unclear', companies({ name: 'Acme' }, { name: 'Acme Widgets' })],
    ['with a longer name', 'unclear', companies({ name: 'Acme Widgets' }, { name: 'Acme' })],
    ['with the name of another company', 'other', companies({ name: 'Acme' }, { name: 'Bolt' })],
    ['with a company that is not in the create', 'unclear', companies(undefined, { name: 'Bolt' })],
    ['without the company', 'unclear', companies({ name: 'Acme' }, null)],
    ['with a company of other signs', 'unclear', companies({ name: 'C++' }, { name: 'C#' })],
    [
      'with the company in another form of Unicode',
      'none',
      companies({ name: 'Café' }, { name: 'Cafe\u0301' }),
    ],
    [
      'with the loan_id in another form of Unicode',
      'none',
      (one, it) => {
        Object.assign(one, { loan_id: 'é' });
        Object.assign(it, { loan_id: 'e\u0301' });
      },
    ],
    [
      'with an object in the metadata',
      'unclear',
      (one, it) => {
        delete one.loan_id;
        Object.assign(one, { metadata: { file: { number: 7 } } });
        Object.assign(it, { metadata: { file: { number: 7 } } });
      },
    ],
    [
      'with another email address',
      'unclear',
      (_, it) => Object.assign(it.target, { contact_email: 'b@c.example' }),
    ],
    ['without the email address', 'none', (_, it) => Reflect.deleteProperty(it.target, 'contact_email')],
    [
      'with another telephone number',
      'unclear',
      (_, it) => Object.assign(it.target, { phone_number: '555-0198' }),
    ],
    [
      'with the telephone number in another form',
      'none',
      (_, it) => Object.assign(it.target, { phone_number: '+1 555 0199' }),
    ],
    ['with other information', 'unclear', (_, it) => Object.assign(it, { additional_information: 'B.' })],
    ['with other documents', 'unclear', (_, it) => Object.assign(it, { documents: [{ filename: 'b.pdf' }] })],
    ['without documents', 'none', (_, it) => Reflect.deleteProperty(it, 'documents')],
    [
      'with another method',
      'unclear',
      (_, it) =>
        Object.assign(it, { request_parameters: { verification_methods: { instant: { enabled: true } } } }),
    ],
    [
      'with more methods',
      'none',
      (_, it) =>
        Object.assign(it, {
          request_parameters: {
            verification_methods: { instant: { enabled: false }, credentials: { enabled: true } },
          },
        }),
    ],
    [
      'of another party',
      'unclear',
      (_, it) =>
        Object.assign(it, {
          reseller_originating_party: { originating_party: 'Other Bank' },
        }),
    ],
  ])('%s: %s', ([, difference, change]) => {
    const [input, seen] = [structuredClone(sent), structuredClone(shown)];
    change(input, seen);
    expect(differences(input, seen)).toBe(difference);
  });
});
