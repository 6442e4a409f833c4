import { describe, expect, test } from 'vitest';
import { drift } from './drift.ts';
import * as mini from './generated/mini-response.gen.ts';
import * as classic from './generated/response.gen.ts';

const verification = {
  id: 'AAAAAAAA',
  created: '2019-11-05T17:08:44.819814Z',
  state: 'completed',
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  price: { amount: '39.95', currency: 'USD' },
  turnaround_time: {},
  target: { first_name: 'Riley', last_name: 'Sample', company: { id: 1, name: 'Sample Company' } },
  metadata: { reference: 'sample' },
};

describe.for([
  ['zod', classic],
  ['zod/mini', mini],
] as const)('responses in %s', ([, { Verification, verificationRequestStateChange }]) => {
  test('accepts new fields and values unchanged, and reports them as drift', () => {
    const later = {
      ...verification,
      state: 'paused',
      branch_id: null,
      target: { ...verification.target, pronouns: { a: 1 } },
      price: { amount: '39.95', currency: 'EUR', tax: '1.00' },
    };
    expect(Verification.parse(later)).toBe(later);
    expect(drift(Verification, later)).toEqual([
      { path: ['state'], kind: 'unknown-value' },
      { path: ['price', 'currency'], kind: 'unknown-value' },
      { path: ['price', 'tax'], kind: 'unknown-field' },
      { path: ['target', 'pronouns'], kind: 'unknown-field' },
      { path: ['branch_id'], kind: 'unknown-field' },
    ]);
  });

  test('the headers of a webhook have a schema', () => {
    const headers = { 'X-Truework-Token': 'a' };
    expect(verificationRequestStateChange.headers.safeParse(headers).success).toBe(true);
  });
});
