import { verificationInput } from '@truework-legacy/spec/test-data';
import { expect, test } from 'vitest';
import { readJsonBody } from '../http/index.ts';
import { specOperations } from '../spec/index.ts';
import { readParameters, validateBody } from './request-validation.ts';

const required = ['This field is required.'];

function operation(id: string) {
  return specOperations.find((candidate) => candidate.id === id) ?? expect.fail(`The spec has no ${id}.`);
}

/** What the parameters of an operation are read as. */
function parameters(id: string, sent: Record<string, string>) {
  return readParameters(operation(id), ({ name }) => sent[name]);
}

/** What a value of `income_analytics` is read as. */
function read(text: string): unknown {
  return parameters('getVerification', { income_analytics: text })['income_analytics'];
}

test('true and false are read in any case, and nothing around them', () => {
  expect(['true', 'TRUE', 'False'].map(read)).toEqual([true, true, false]);
  for (const text of ['xtrue', 'falsely', 'yes', '1', ' true'])
    expect(() => read(text), text).toThrow(expect.objectContaining({ status: 400 }));
});

test('of the other parameters, a text stays what it is, an empty state is absent, and an empty id is rejected', () => {
  expect(parameters('searchCompanies', { q: 'true' })).toEqual({ q: 'true', limit: 25, offset: 0 });
  const page = { limit: 25, offset: 0, income_analytics: false };
  expect(parameters('listVerifications', { state: '' })).toEqual(page);
  const blank = { verification_request_id: ['This field may not be blank.'] };
  expect(() => parameters('getVerification', { verification_request_id: '' })).toThrow(
    expect.objectContaining({ body: { error: expect.objectContaining({ invalid_fields: blank }) } }),
  );
});

/** What the error response for a body says of its fields. */
function invalidFields(change: object): unknown {
  try {
    validateBody(operation('createVerification'), { ...verificationInput, ...change });
  } catch (error) {
    const { error: detail } = (error as { body: { error: { message: string; invalid_fields: object } } })
      .body;
    expect(detail.message).toBe('Invalid field values provided');
    // Its objects have no prototype, so that no name is special.
    return JSON.parse(JSON.stringify(detail.invalid_fields));
  }
  return expect.fail('It was taken.');
}

const { target } = verificationInput;

test.for<[change: object, fields: object]>([
  [{ type: undefined }, { type: required }],
  [{ type: null }, { type: ['This field may not be null.'] }],
  [{ type: 'x' }, { type: ['"x" is not a valid choice.'] }],
  [{ type: 1 }, { type: ['Not a valid string.'] }],
  [{ target: 'x' }, { target: ['Invalid data. Expected a dictionary.'] }],
  [
    { target: { ...target, contact_email: 'x' } },
    { target: { contact_email: ['Enter a valid email address.'] } },
  ],
  [
    { target: { ...target, date_of_birth: '2019-02-30' } },
    { target: { date_of_birth: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'] } },
  ],
  [
    { target: { ...target, company: { id: 1.5 } } },
    { target: { company: { id: ['Not a valid string.', 'A valid integer is required.'], name: required } } },
  ],
  [
    { target: { ...target, company: { id: '' } } },
    {
      target: {
        company: { id: ['This field may not be blank.', 'A valid integer is required.'], name: required },
      },
    },
  ],
  [
    { additional_information: 'x'.repeat(1001) },
    { additional_information: ['Ensure this field has no more than 1000 characters.'] },
  ],
  [{ documents: 'x' }, { documents: ['Expected a list of items.'] }],
  [{ documents: [{ filename: 'a.pdf' }] }, { documents: { 0: { content: required } } }],
  // Of the two forms of a reseller, what is missing is of the one that was meant.
  [
    { reseller_originating_party: { use_case: 'mortgage' } },
    {
      reseller_originating_party: {
        originating_party: required,
        permissible_purpose: required,
        permissable_purpose: required,
      },
    },
  ],
  [
    { reseller_originating_party: { permissible_purpose: 'credit-application', use_case: 'mortgage' } },
    { reseller_originating_party: { originating_party: required } },
  ],
  [
    { reseller_originating_party: { permissable_purpose: 'credit-application' } },
    { reseller_originating_party: { originating_party: required, use_case: required } },
  ],
])('the words of a 400 (%#)', ([change, fields]) => {
  expect(invalidFields(change)).toEqual(fields);
});

test('a null where null is allowed is not a fault', () => {
  const body = { ...verificationInput, metadata: null, target: { ...target, contact_email: null } };
  expect(() => validateBody(operation('createVerification'), body)).not.toThrow();
});

test('a wrong value of a field called __proto__ is named as any other', () => {
  const fields = invalidFields({ metadata: JSON.parse('{"__proto__":5}') });
  expect(JSON.stringify(fields)).toBe('{"metadata":{"__proto__":["Not a valid string."]}}');
});

test.for([undefined, new Uint8Array()])('a body that is empty (%o) is named as such', (body) => {
  const request = { method: 'POST', target: '/', origin: '', address: '', header: () => undefined, body };
  expect(() => readJsonBody(request)).toThrow('JSON parse error. The body is empty.');
});

test.for([null, [], 'x', 1])('the body %j is not a dictionary', (body) => {
  expect(() => validateBody(operation('createVerification'), body)).toThrow(
    'Invalid data. Expected a dictionary.',
  );
});
