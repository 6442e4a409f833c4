import { verificationInput } from '@truework-legacy/spec/test-data';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import * as mini from './generated/mini-request.gen.ts';
import * as classic from './generated/request.gen.ts';
import type { Issue } from './issue.ts';

const target = (properties: object) => ({
  ...verificationInput,
  target: { ...verificationInput.target, ...properties },
});

describe.for([
  ['zod', classic],
  ['zod/mini', mini],
] as const)('requests in %s', ([, { VerificationInput }]) => {
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
    ['null for the body', null, '', { kind: 'null', message: 'Expected an object, not null.' }],
  ])('%s is reported with its path and what is expected', ([, value, path, issue]) => {
    const issues = issuesOf(value);
    expect(issues.map((found) => found.path.join('.'))).toEqual([path]);
    expect(issues[0]).toMatchObject(issue);
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
});

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
      expect(classic.VerificationInput.clone().safeParse(verificationInput).success).toBe(true);
    } finally {
      z.config({ jitless: false });
      vi.unstubAllGlobals();
    }
  });
});
