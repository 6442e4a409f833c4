import { describe, expect, test } from 'vitest';
import { verification, verificationInput } from '../test/support/test-client.ts';
import { differences } from './compare-verification.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';

const sent: VerificationInput = {
  ...verificationInput,
  use_case: 'mortgage',
  loan_id: 'L-1',
  metadata: { file: '7', branch: 'Köln' },
  target: {
    first_name: 'Zoë',
    last_name: 'Sample',
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
  target: {
    first_name: 'Zoë',
    last_name: 'Sample',
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
      (one) => {
        delete one.loan_id;
      },
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
  ])('%s: %s', ([, difference, change]) => {
    const [input, seen] = [structuredClone(sent), structuredClone(shown)];
    change(input, seen);
    expect(differences(input, seen)).toBe(difference);
  });
});
