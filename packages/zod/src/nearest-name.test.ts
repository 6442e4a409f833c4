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
  ['a'.repeat(48), undefined],
  // A third of the letters may be wrong, and no more than four.
  ['is', 'id'],
  ['xi', undefined],
  ['xid', 'id'],
  ['cmpny', 'company'],
  ['compaXXXny', 'company'],
  ['social_security_nr', 'social_security_number'],
  ['social_security_n', undefined],
  ['comXXXy', 'company'],
  ['coXXXXy', undefined],
  ['social_security_nXXXXr', 'social_security_number'],
  ['social_security_XXXXXr', undefined],
  ['first_name'.repeat(10), undefined],
])('%s was probably meant for %s', ([name = '', nearest]) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('of two that are equally near, the first was meant', () => {
  expect(nearestName('name', ['nime', 'nome'])).toBe('nime');
  expect(nearestName('name', ['nome', 'nime'])).toBe('nome');
});

test('a name of more than 48 characters is not compared', () => {
  const [longest, longer] = [`${'a'.repeat(47)}b`, `${'a'.repeat(48)}b`];
  expect(nearestName('a'.repeat(48), [longest])).toBe(longest);
  expect(nearestName('a'.repeat(49), [longer])).toBeUndefined();
});
