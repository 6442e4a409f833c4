import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const longest = 'x'.repeat(48);
const known = ['first_name', 'last_name', 'company', 'id', 'permissible_purpose', longest];

test.for([
  ['firstName', 'first_name'],
  ['frist_name', 'first_name'],
  ['permissable_purpose', 'permissible_purpose'],
  ['ID', 'id'],
  ['di', 'id'],
  ['copmayn', 'company'],
  ['comXXXy', 'company'],
  ['coXXXXy', undefined],
  ['compa', 'company'],
  ['companyxyz', 'company'],
  ['dx', undefined],
  ['xi', undefined],
  ['ifsrntmae', undefined],
  ['perXXXXible_purpose', 'permissible_purpose'],
  ['perXXXXXble_purpose', undefined],
  [longest, longest],
  [`${longest}x`, undefined],
  ['xyzzy', undefined],
  ['', undefined],
])('%s was probably meant for %s', ([name = '', nearest]) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('of two that are equally near, the first was meant', () => {
  expect(nearestName('name', ['nime', 'nome'])).toBe('nime');
  expect(nearestName('name', ['nome', 'nime'])).toBe('nome');
});
