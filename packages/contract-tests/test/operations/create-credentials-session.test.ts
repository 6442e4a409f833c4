import { type CredentialsSessionInput, ValidationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullSession, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('createCredentialsSession', () => {
  const contract = openContract();

  test('two sessions differ in id and token', async () => {
    const first = await contract.truework.credentials.createSession(fullSession);
    const second = await contract.truework.credentials.createSession(fullSession);
    expect(second.id).not.toBe(first.id);
    expect(second.token).not.toBe(first.token);
  });

  test.for(['permissible_purpose', 'permissable_purpose'] as const)(
    'the purpose of a reseller may be spelt %s, and shown as it was sent',
    async (spelling) => {
      const { permissible_purpose, ...session } = fullSession;
      const party = { originating_party: 'Example Bank', use_case: 'auto', [spelling]: 'subpoena' } as const;
      const reseller_originating_party = party as CredentialsSessionInput['reseller_originating_party'];
      await contract.truework.credentials.createSession({
        ...session,
        permissible_purpose,
        reseller_originating_party,
      });
      const created = await contract.truework.verifications.create({
        ...inputWithoutCompany,
        reseller_originating_party,
      });
      expect(created.reseller_originating_party).toEqual(party);
    },
  );

  test('problems inside the target are reported by their paths', async () => {
    const target = { ...fullSession.target, first_name: null, social_security_number: '12-34', company: {} };
    const create = contract.truework.credentials.createSession({
      ...fullSession,
      target,
    } as unknown as CredentialsSessionInput);
    const error = await thrownBy(create, ValidationError);
    const found = contract.takeRequestFindings().map(({ where }) => where);
    expect([...new Set(found)]).toEqual(
      ['first_name', 'social_security_number', 'company'].map((field) => `request body /target/${field}`),
    );
    expect(Object.keys(error.invalidFields['target'] ?? {}).sort()).toEqual([
      'company',
      'first_name',
      'social_security_number',
    ]);
  });

  test('a number outside the table is rejected', async () => {
    const target = { ...fullSession.target, social_security_number: '000-99-9999' };
    const create = contract.truework.credentials.createSession({ ...fullSession, target });
    const error = await thrownBy(create, ValidationError);
    expect(error.invalidFields).toEqual({});
  });

  rejections(
    contract,
    (truework) => truework.credentials.createSession(fullSession),
    '/credentials/session',
    'POST',
  );
});
