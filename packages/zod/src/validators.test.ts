import { describe, expect, test } from 'vitest';
import { zCredentialsSessionInput, zInvalidFields, zVerificationInput } from './index.ts';

const session = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
};

describe('the generated validators', () => {
  test('take what the API takes', () => {
    expect(zCredentialsSessionInput.parse(session)).toEqual(session);
  });

  test.for([
    ['a missing field', { ...session, use_case: undefined }, 'use_case'],
    ['an unknown choice', { ...session, type: 'assets' }, 'type'],
    [
      'a malformed number',
      { ...session, target: { ...session.target, social_security_number: '12-34' } },
      'target.social_security_number',
    ],
    [
      'a company without id and name',
      { ...session, target: { ...session.target, company: {} } },
      'target.company',
    ],
    ['a value in metadata that is no string', { ...session, metadata: { a: 1 } }, 'metadata.a'],
  ])('refuse %s, and say where', ([, input, path]) => {
    const issues = zCredentialsSessionInput.safeParse(input).error?.issues ?? [];
    expect([...new Set(issues.map((issue) => issue.path.join('.')))]).toEqual([path]);
  });

  test('know null from absent', () => {
    const order = {
      type: session.type,
      permissible_purpose: session.permissible_purpose,
      target: session.target,
    };
    expect(zVerificationInput.safeParse({ ...order, metadata: null }).success).toBe(true);
    expect(zVerificationInput.safeParse({ ...order, documents: null }).success).toBe(false);
  });

  test('follow a map into itself', () => {
    expect(zInvalidFields.safeParse({ a: { b: { c: ['This field is required.'] } } }).success).toBe(true);
    expect(zInvalidFields.safeParse({ a: { b: { c: 'This field is required.' } } }).success).toBe(false);
  });
});
