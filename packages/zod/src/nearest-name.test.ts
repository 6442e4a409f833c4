import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const known = ['first_name', 'last_name', 'social_security_number', 'company', 'id', 'permissible_purpose'];

test.for([
  ['firstName', 'first_name'],
  ['first-name', 'first_name'],
  ['frist_name', 'first_name'],
  ['permissable_purpose', 'permissible_purpose'],
  ['social_security_numbers', 'social_security_number'],
  ['ID', 'id'],
  ['compnay', 'company'],
  ['ssn', undefined],
  ['xyzzy', undefined],
  ['', undefined],
  ['first_name'.repeat(10), undefined],
])('%s was probably meant for %s', ([name = '', nearest]) => {
  expect(nearestName(name, known)).toBe(nearest);
});
