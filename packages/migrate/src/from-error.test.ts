import { expect, test } from 'vitest';
import { fromError } from './from-error.ts';

test('an error names invalid fields as 2019-10-15 does', () => {
  const wrong = ['Wrong.'];
  const message = 'Invalid field values provided';
  const errorOf = (invalid_fields: object) =>
    fromError({ error: { message, invalid_fields } })?.error.invalid_fields;
  expect(errorOf({ authorization_forms: { 0: { content: wrong } }, request_config: wrong })).toEqual({
    documents: { 0: { content: wrong } },
    request_parameters: wrong,
  });
  const address = { address: wrong, city: wrong, country_subdivision_code: wrong, postal_code: wrong };
  expect(errorOf({ target: { company: { name: wrong, address } } })).toEqual({
    target: { company: { name: wrong, address: wrong, city: wrong, state: wrong, zip_code: wrong } },
  });
  expect(errorOf({ request_config: { allowed_verification_methods: wrong } })).toEqual({
    request_parameters: { verification_methods: wrong },
  });
  const target = { use_case: wrong, contact_email: wrong, companies: [{ name: wrong }] };
  const expected = { use_case: wrong, target: { contact_email: wrong, company: { name: wrong } } };
  expect(errorOf({ targets: [target] })).toEqual(expected);
  expect(errorOf({ targets: { 0: target } })).toEqual(expected);
  expect(fromError({ error: { message } })).toEqual({ error: { message } });
  expect(fromError('<html>')).toBeUndefined();
});

// The client takes a 4xx for a rejection by the API if there is nothing else in its body.
test.for([
  { error: { message: 'Timed out', type: 'gateway' } },
  { error: { message: 'Timed out' }, request_id: '7' },
  { error: { message: 'Timed out', invalid_fields: 'none' } },
  { error: { message: 'Timed out', invalid_fields: null } },
])('whatever else a gateway puts into an error stays there: %j', (body) => {
  expect(fromError(body)).toEqual(body);
});

test('an error of any depth is converted', () => {
  let fields: object = { name: ['Wrong.'] };
  for (let level = 0; level < 100_000; level += 1) fields = { address: { fields } };
  expect(fromError({ error: { message: 'Invalid', invalid_fields: fields } })?.error.message).toBe('Invalid');
});
