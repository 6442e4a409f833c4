import { person, personalCanaries } from '@truework-legacy/spec/test-data';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import * as mini from './generated/mini-request.gen.ts';
import * as classic from './generated/request.gen.ts';
import type { Issue } from './issue.ts';

const { first_name: canary } = personalCanaries;

const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: person,
};

const target = (properties: object) => ({
  ...verificationInput,
  target: { ...verificationInput.target, ...properties },
});

describe.for([
  ['zod', classic],
  ['zod/mini', mini],
] as const)(
  'requests in %s',
  ([, { ReverificationInput, VerificationInput, createVerification, listVerifications }]) => {
    function issuesOf(value: unknown): readonly Issue[] {
      const issues: unknown = VerificationInput.safeParse(value).error?.issues ?? [];
      return issues as readonly Issue[];
    }

    test('what the API accepts is returned unchanged', () => {
      expect(VerificationInput.parse(verificationInput)).toBe(verificationInput);
      expect(VerificationInput.safeParse(verificationInput)).toEqual({
        success: true,
        data: verificationInput,
      });
    });

    test.for<[string, unknown, string, Partial<Issue>]>([
      [
        'a missing field',
        { ...verificationInput, type: undefined },
        'type',
        { kind: 'missing', message: 'Required (one of: employment, employment-income, tenant-screening).' },
      ],
      [
        'null',
        { ...verificationInput, loan_id: null },
        'loan_id',
        { kind: 'null', message: 'Expected a string, not null.' },
      ],
      [
        'a number',
        target({ last_name: 7 }),
        'target.last_name',
        { kind: 'type', message: 'Expected a string, not a number.' },
      ],
      [
        'a string for a boolean',
        {
          ...verificationInput,
          request_parameters: { verification_methods: { instant: { enabled: 'true' } } },
        },
        'request_parameters.verification_methods.instant.enabled',
        { kind: 'type', message: 'Expected a boolean, not a string.' },
      ],
      [
        'an unknown choice',
        { ...verificationInput, type: 'assets' },
        'type',
        {
          kind: 'unknown-value',
          message: 'Expected one of: employment, employment-income, tenant-screening.',
        },
      ],
      [
        'a malformed SSN',
        target({ social_security_number: '000 00 0000' }),
        'target.social_security_number',
        { kind: 'format', message: 'Expected a social security number, XXX-XX-XXXX or nine digits.' },
      ],
      [
        'a date that does not exist',
        target({ date_of_birth: '2023-02-30' }),
        'target.date_of_birth',
        { kind: 'format', format: 'date', message: 'Expected a calendar date, YYYY-MM-DD.' },
      ],
      [
        'a date with a line feed',
        target({ date_of_birth: '2023-02-28\n' }),
        'target.date_of_birth',
        { kind: 'format' },
      ],
      [
        'an email without a domain',
        target({ contact_email: 'riley@' }),
        'target.contact_email',
        { kind: 'format', format: 'email' },
      ],
      [
        'a string that is too long',
        { ...verificationInput, additional_information: 'x'.repeat(1001) },
        'additional_information',
        { kind: 'bounds', message: 'Must have at most 1000 characters (string).' },
      ],
      [
        'a value of a map',
        { ...verificationInput, metadata: { 'a key': 1 } },
        'metadata.*',
        { kind: 'type' },
      ],
      [
        'a value under __proto__',
        { ...verificationInput, metadata: JSON.parse('{"__proto__":1}') },
        'metadata.*',
        { kind: 'type' },
      ],
      [
        'a misspelled field',
        target({ firstName: 'Riley' }),
        'target.firstName',
        { kind: 'unknown-field', message: 'Unknown field. Did you mean "first_name"?' },
      ],
      [
        'an unknown field',
        { ...verificationInput, xyzzy: 1 },
        'xyzzy',
        { kind: 'unknown-field', message: 'Unknown field.' },
      ],
      [
        'data instead of a name',
        { ...verificationInput, '000-00-0000': 1 },
        '*',
        { kind: 'unknown-field', keys: ['*'] },
      ],
      [
        '__proto__',
        JSON.parse(`{"__proto__":{},${JSON.stringify(verificationInput).slice(1)}`),
        '*',
        { kind: 'unknown-field' },
      ],
      [
        'a string for an object',
        target({ company: 'Sample Company' }),
        'target.company',
        { kind: 'type', message: 'Expected an object, not a string.' },
      ],
      [
        'a mistake in one of several forms',
        target({ company: { name: 'Sample Company', city: 5 } }),
        'target.company.city',
        { kind: 'type' },
      ],
      ['an array for the body', [verificationInput], '', { kind: 'type' }],
    ])('%s is reported with its path and what is expected', ([, value, path, issue]) => {
      const issues = issuesOf(value);
      expect(issues.map((found) => found.path.join('.'))).toEqual([path]);
      expect(issues[0]).toMatchObject(issue);
    });

    test('a company needs an id or a name', () => {
      const issues = issuesOf(target({ company: {} }));
      expect(issues.map(({ path }) => path.join('.'))).toEqual(['target.company.id', 'target.company.name']);
      expect(issues[0]?.message).toBe('Required: at least one of id, name.');
    });

    test('the purpose of a reseller has one of two spellings, and no other is suggested for either', () => {
      const reseller = (party: object) =>
        issuesOf({
          ...verificationInput,
          reseller_originating_party: { originating_party: 'Example Bank', use_case: 'auto', ...party },
        }).map(({ path, message }) => [path.at(-1), message]);
      expect(reseller({ permissible_purpose: 'subpoena' })).toEqual([]);
      expect(reseller({ permissable_purpose: 'subpoena' })).toEqual([]);
      expect(reseller({ permissible_purpose: 'subpoena', permissable_purpose: 'subpoena' })).toEqual([]);
      const missing = 'Required: at least one of permissible_purpose, permissable_purpose.';
      expect(reseller({})).toEqual([
        ['permissible_purpose', missing],
        ['permissable_purpose', missing],
      ]);
    });

    test('undefined counts as absent, as in JSON', () => {
      expect(issuesOf({ ...verificationInput, loan_id: undefined, documents: undefined })).toEqual([]);
      expect(
        issuesOf({ ...verificationInput, unheard_of: 1, loan_id: undefined }).map(({ kind }) => kind),
      ).toEqual(['unknown-field']);
    });

    test('an id must not be empty', () => {
      expect(ReverificationInput.safeParse({ report_id: '' }).error?.issues).toMatchObject([
        { path: ['report_id'], kind: 'blank', message: 'Must not be empty (string).' },
      ]);
    });

    test('accepts both formats of an SSN, but no integer', () => {
      expect(issuesOf(target({ social_security_number: '000000000' }))).toEqual([]);
      expect(issuesOf(target({ social_security_number: 0 })).map(({ kind }) => kind)).toEqual(['type']);
    });

    test('counts a length in characters', () => {
      const withText = (length: number) =>
        issuesOf({ ...verificationInput, additional_information: '𝒳'.repeat(length) });
      expect(withText(1000)).toEqual([]);
      expect(withText(1001).map(({ kind }) => kind)).toEqual(['bounds']);
    });

    test.for([
      ['an empty name', target({ first_name: '' })],
      ['a name of 300 characters', target({ first_name: 'R'.repeat(300) })],
      ['a loan id of 300 characters', { ...verificationInput, loan_id: 'L'.repeat(300) }],
      ['101 documents', { ...verificationInput, documents: Array(101).fill({ filename: '', content: '' }) }],
      [
        '101 keys',
        {
          ...verificationInput,
          metadata: Object.fromEntries(Array.from({ length: 101 }, (_, key) => [key, ''])),
        },
      ],
    ])("accepts %s: the bounds there are not the API's", ([, value]) => {
      expect(issuesOf(value)).toEqual([]);
    });

    test('path, query and headers have schemas, which accept other headers', () => {
      expect(listVerifications.query.safeParse({ limit: 5, state: '' }).success).toBe(true);
      expect(listVerifications.query.safeParse({ limit: '5' }).success).toBe(false);
      expect(listVerifications.query.safeParse({ limits: 5 }).success).toBe(false);
      expect(createVerification.headers.safeParse({ 'Request-Sync': 'sync', Accept: '*/*' }).success).toBe(
        true,
      );
      expect(createVerification.headers.safeParse({ 'Request-Sync': 'soon' }).success).toBe(false);
    });

    test('no option of zod reveals the input', () => {
      const value = target({ social_security_number: canary, [`x ${canary}`]: canary });
      const error = () => `This is ${JSON.stringify(value)}`;
      for (const options of [{ reportInput: true }, { error }, { jitless: true }]) {
        const result = VerificationInput.safeParse(value, options);
        expect(result.success).toBe(false);
        expect(JSON.stringify([result.error?.issues, result.error?.message])).not.toContain(canary);
      }
      expect(() => VerificationInput.parse(value)).toThrow(expect.not.stringContaining(canary));
    });

    test('limits the number of issues', () => {
      const many = Object.fromEntries(
        Array.from({ length: 5_000 }, (_, index) => [`field_${index % 1000}_${'x'.repeat(index / 1000)}`, 1]),
      );
      expect(issuesOf({ ...verificationInput, ...many }).length).toBe(1000);
    });
  },
);

describe('with the rest of zod', () => {
  test('a schema can be a part of others', () => {
    const Envelope = z.object({
      verificationInputs: z.array(classic.VerificationInput),
      next: mini.Metadata.check(),
    });
    expect(Envelope.parse({ verificationInputs: [verificationInput], next: {} })).toEqual({
      verificationInputs: [verificationInput],
      next: {},
    });
    const issues = Envelope.safeParse({
      verificationInputs: [verificationInput, { ...verificationInput, type: 'x' }],
      next: {},
    }).error?.issues;
    expect(issues?.map(({ path }) => path)).toEqual([['verificationInputs', 1, 'type']]);
  });

  test.for([classic.VerificationInput, mini.VerificationInput])(
    'the Standard Schema interface returns the same',
    async (schema) => {
      const { validate, vendor, version } = schema['~standard'];
      expect([vendor, version]).toEqual(['zod', 1]);
      expect(await validate(verificationInput)).toEqual({ value: verificationInput });
      expect(await validate({ ...verificationInput, type: 'x' })).toMatchObject({
        issues: [{ path: ['type'], kind: 'unknown-value' }],
      });
    },
  );

  test('makes code from strings once, if that is allowed', () => {
    const made = vi.fn();
    const original = Function;
    vi.stubGlobal('Function', function counted(...args: string[]) {
      made();
      return Reflect.construct(original, args);
    });
    // A copy that nothing has compiled before.
    const schema = classic.VerificationInput.clone();
    const accepts = () =>
      [verificationInput, target({ first_name: 7 }), { ...verificationInput, more: 1 }].map(
        (value) => schema.safeParse(value).success,
      );
    try {
      z.config({ jitless: true });
      expect(classic.VerificationInput.clone().safeParse(verificationInput).success).toBe(true);
      expect(made).not.toHaveBeenCalled();
      z.config({ jitless: false });
      expect(accepts()).toEqual([true, false, false]);
      const { length } = made.mock.calls;
      expect(length).toBeGreaterThan(0);
      expect(accepts()).toEqual([true, false, false]);
      expect(made).toHaveBeenCalledTimes(length);
      vi.stubGlobal('Function', () => expect.fail('forbidden'));
      expect(classic.CancellationInput.clone().safeParse({ cancellation_reason: 'other' }).success).toBe(
        true,
      );
    } finally {
      z.config({ jitless: false });
      vi.unstubAllGlobals();
    }
  });
});
