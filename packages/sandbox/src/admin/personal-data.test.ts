import { expect, test } from 'vitest';
import { hideNumbers, hidePersonalData, hidePersonalDataInUrl, hideValues } from './personal-data.ts';

test.for<[shown: string, value: unknown, hidden: unknown]>([
  [
    'a create',
    {
      type: 'employment',
      loan_id: 'of 000-77-1234',
      target: { first_name: 'Zoë', social_security_number: '000771234', company: { id: '1' } },
      metadata: { name: 'Zoë', list: [1, null, true] },
      invalid_fields: { type: ['Zoë'] },
      phone_number: '555-0100',
      nickname: 'Zo',
    },
    {
      type: 'employment',
      loan_id: 'of ***-**-1234',
      target: { first_name: '•••', social_security_number: '***-**-1234', company: { id: '1' } },
      metadata: { name: '•••', list: ['•••', '•••', '•••'] },
      invalid_fields: { type: ['•••'] },
      phone_number: '•••',
      nickname: '•••',
    },
  ],
  [
    'an error, which quotes what was sent',
    { error: { message: '"Zoë" is no 000771234.', invalid_fields: { first_name: ['"Zoë"!', null, 7] } } },
    { error: { message: '"•••" is no ***-**-1234.', invalid_fields: { first_name: ['"•••"!', null, 7] } } },
  ],
  ['a list', [{ type: 'employment' }, 'Zoë', 7, null], [{ type: 'employment' }, '•••', '•••', null]],
  [
    'numbers, yes and no, and nothing',
    { count: 7, next: null, results: [true] },
    { count: 7, next: null, results: [true] },
  ],
  [
    'links to other pages',
    {
      next: 'http://a.example/companies/?limit=1&nickname=Zo',
      previous: 'http://a.example/companies/?q=000771234&nickname=Zo',
    },
    {
      next: 'http://a.example/companies/?limit=1&•••=•••',
      previous: 'http://a.example/companies/?q=***-**-1234&•••=•••',
    },
  ],
  ['a number that is not text', { social_security_number: 771234 }, { social_security_number: '•••' }],
  ['a text', 'Zoë', '•••'],
])('of %s, only what the spec names and calls harmless is shown', ([, value, hidden]) => {
  expect(hidePersonalData(value)).toEqual(hidden);
});

test('of values, none is shown', () => {
  expect(hideValues({ a: [1, { b: null }], c: '' })).toEqual({ a: ['•••', { b: '•••' }], c: '•••' });
  expect([hideValues(null), hideValues(7)]).toEqual(['•••', '•••']);
});

test.for([
  ['/companies/?q=Acme&limit=5', '/companies/?q=Acme&limit=5'],
  ['/companies/?nickname=Zo%C3%AB', '/companies/?•••=•••'],
  ['/companies/?q=000771234', '/companies/?q=***-**-1234'],
  ['/verification-requests/000-77-1234/', '/verification-requests/***-**-1234/'],
  ['/verification-requests/%30%30%30771234', '/verification-requests/***-**-1234'],
  ['/verification-requests/a%20b', '/verification-requests/a%20b'],
  ['/verification-requests/%E0', '/verification-requests/%E0'],
  ['/companies/?', '/companies/?'],
])('the address %s is shown as %s', ([url = '', shown]) => {
  expect(hidePersonalDataInUrl(url)).toBe(shown);
});

test.for([
  ['000771234', '***-**-1234'],
  ['000-77-1234, 000771235', '***-**-1234, ***-**-1235'],
  ['0007712345', '0007712345'],
  ['00077123', '00077123'],
  ['x000771234', 'x000771234'],
])('the number %s is shown as %s', ([text = '', shown]) => {
  expect(hideNumbers(text)).toBe(shown);
});
