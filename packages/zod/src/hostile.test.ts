import { verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test, vi } from 'vitest';
import { drift } from './drift.ts';
import * as miniRequest from './generated/mini-request.gen.ts';
import * as miniResponse from './generated/mini-response.gen.ts';
import * as request from './generated/request.gen.ts';
import * as response from './generated/response.gen.ts';

function nested(depth: number): unknown {
  let value: unknown = ['This field is required.'];
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

describe.for([
  ['zod', request, response],
  ['zod/mini', miniRequest, miniResponse],
] as const)(
  'against hostile input, %s',
  ([, { VerificationInput }, { ApiErrorBody, InvalidFields, Metadata, VerificationPage }]) => {
    const accepts = (value: unknown) => VerificationInput.safeParse(value).success;

    test('stops at a depth that no response has', () => {
      expect([101, 102].map((depth) => InvalidFields.safeParse(nested(depth)).success)).toEqual([
        true,
        false,
      ]);
      expect(InvalidFields.safeParse(nested(102)).error?.issues).toEqual([
        {
          code: 'too_big',
          kind: 'bounds',
          origin: 'object',
          maximum: 100,
          inclusive: true,
          path: Array(101).fill('*'),
          message: 'Must not be nested more than 100 levels deep.',
        },
      ]);
      const body = { error: { message: 'x', invalid_fields: nested(200_000) } };
      expect(ApiErrorBody.safeParse(body).success).toBe(false);
      expect(drift(ApiErrorBody, body).map(({ kind }) => kind)).toEqual(['bounds']);
      expect(accepts(nested(200_000))).toBe(false);
      expect(accepts({ ...verificationInput, target: nested(200_000), metadata: nested(200_000) })).toBe(
        false,
      );
    });

    test('stops reading an array of wrong items after a thousand issues', () => {
      let reads = 0;
      const results = new Proxy(Array(10_000_000), {
        get: (list, name) => {
          reads += 1;
          return Reflect.get(list, name);
        },
      });
      expect(VerificationPage.safeParse({ count: 1, results }).error?.issues).toHaveLength(1000);
      expect(reads).toBeLessThanOrEqual(2002);
      expect(
        VerificationPage.safeParse({ count: 1, results: [5, ...Array(999).fill({})] }).error?.issues,
      ).toHaveLength(1000);
    });

    test('checks strings of any length', () => {
      const long = '0'.repeat(10_000_000);
      expect(
        accepts({
          ...verificationInput,
          target: { ...verificationInput.target, social_security_number: long, contact_email: long },
        }),
      ).toBe(false);
      expect(accepts({ ...verificationInput, documents: [{ filename: long, content: long }] })).toBe(true);
    });

    test('stops at a body with very many fields', () => {
      const many: Record<string, unknown> = { ...verificationInput };
      for (let index = 0; index < 200_000; index += 1) many[`many${index}`] = index;
      const compare = vi.spyOn(String.prototype, 'toLowerCase');
      expect(VerificationInput.safeParse(many).error?.issues).toHaveLength(1000);
      const compared = compare.mock.contexts.filter((name) => /^many\d/.test(String(name)));
      expect(compared, 'names that are compared').toHaveLength(1000);
      compare.mockRestore();
      expect(Metadata.safeParse(many).success).toBe(false);
    });

    test('fields named like properties of prototypes are fields', () => {
      const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
      const metadata = JSON.parse(`{${names.map((name) => `"${name}":"sample"`).join(',')}}`);
      expect(Metadata.parse(metadata)).toBe(metadata);
      for (const name of names) {
        const body = JSON.parse(`{"${name}":{"polluted":true},${JSON.stringify(verificationInput).slice(1)}`);
        expect(accepts(body)).toBe(false);
        expect(
          drift(VerificationPage, { count: 0, results: [], ...JSON.parse(`{"a":{"${name}":1}}`) }),
        ).toHaveLength(1);
      }
      expect('polluted' in {}).toBe(false);
      expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    });

    test.for([['1'], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2n], [[1]], [{}]])(
      'accepts only an integer as one: %s',
      ([count]) => {
        expect(VerificationPage.safeParse({ count, results: [] }).success).toBe(false);
      },
    );

    test.for([[undefined], [Symbol('a')], [() => verificationInput], [new Date(0)], [new Map()], [10n]])(
      'rejects what is not JSON',
      ([value]) => {
        expect(accepts(value)).toBe(false);
        expect(accepts({ ...verificationInput, target: value })).toBe(false);
      },
    );
  },
);
