import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
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
] as const)(
  'responses in %s',
  ([, { ApiErrorBody, Employer, getVerification, Verification, verificationRequestStateChange }]) => {
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

    test('reports no drift if the response matches the spec', () => {
      expect(drift(Verification, verification)).toEqual([]);
    });

    test('rejects what is wrong, and reports it as drift as well', () => {
      const wrong = {
        ...verification,
        created: 'yesterday',
        price: { amount: 39.95, currency: 'USD' },
        state: 5,
        id: undefined,
      };
      const locations = [
        ['id', 'missing'],
        ['state', 'type'],
        ['price/amount', 'type'],
        ['created', 'format'],
      ];
      const issues = Verification.safeParse(wrong).error?.issues ?? [];
      expect(issues.map((issue) => [issue.path.join('/'), 'kind' in issue && issue.kind])).toEqual(locations);
      expect(drift(Verification, wrong).map(({ path, kind }) => [path.join('/'), kind])).toEqual(locations);
    });

    test('reports drift in one of several forms', () => {
      expect(Employer.safeParse({ name: null, address: '1 Sample Street' }).success).toBe(true);
      expect(drift(Employer, { name: null, address: { city: 'Sampleville', planet: 'Earth' } })).toEqual([
        { path: ['address', 'planet'], kind: 'unknown-field' },
      ]);
    });

    test('drift rejects another schema, and says what to do', () => {
      expect(() => drift(z.nullable(Employer), null)).toThrow('without .optional()');
    });

    test('never reports a key of a map', () => {
      const body = { error: { message: 'x', invalid_fields: { 'Riley Sample': { '000-00-0000': [5] } } } };
      expect(drift(ApiErrorBody, body)).toEqual([
        { path: ['error', 'invalid_fields', '*', '*', 0], kind: 'type' },
      ]);
    });

    test('has a schema for every status', () => {
      expect(getVerification[200]).toBe(Verification);
      expect(getVerification[404]).toBe(ApiErrorBody);
      expect(verificationRequestStateChange.headers.safeParse({ 'X-Truework-Token': 'a' }).success).toBe(
        true,
      );
    });
  },
);
