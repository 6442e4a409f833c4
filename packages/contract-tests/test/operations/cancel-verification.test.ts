import { PermissionError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('cancelVerification', () => {
  const contract = openContract();
  const cancellation = {
    cancellation_reason: 'other',
    cancellation_details: 'The application was withdrawn.',
  } as const;

  test.for([
    ['processing', '000-00-0000', 100],
    ['action-required', '000-03-0000', 60_000],
  ] as const)('one that is %s is cancelled', async ([state, socialSecurityNumber, milliseconds]) => {
    const target = { ...inputWithoutCompany.target, social_security_number: socialSecurityNumber };
    const { id } = await contract.truework.verifications.create({ ...inputWithoutCompany, target });
    contract.advance(milliseconds);
    expect((await contract.truework.verifications.get(id)).state).toBe(state);
    const canceled = await contract.truework.verifications.cancel(id, { cancellation_reason: 'immediate' });
    expect(canceled).not.toHaveProperty('cancellation_details');
  });

  test('details of null count as none', async () => {
    const { id } = await contract.truework.verifications.create(inputWithoutCompany);
    const input = { cancellation_reason: 'other', cancellation_details: null } as const;
    expect(await contract.truework.verifications.cancel(id, input)).not.toHaveProperty(
      'cancellation_details',
    );
  });

  test.for([
    ['completed', '000-00-0000'],
    ['canceled by Truework', '000-01-0000'],
  ] as const)('one that is %s is not: 403, and it stays as it was', async ([, socialSecurityNumber]) => {
    const target = { ...inputWithoutCompany.target, social_security_number: socialSecurityNumber };
    const { id } = await contract.truework.verifications.create({ ...inputWithoutCompany, target });
    contract.advance(60_000);
    const before = await contract.truework.verifications.get(id);
    await thrownBy(contract.truework.verifications.cancel(id, cancellation), PermissionError);
    expect(await contract.truework.verifications.get(id)).toEqual(before);
  });

  rejections(
    contract,
    (truework) => truework.verifications.cancel('AAAAAAAATiIAB', cancellation),
    '/verification-requests/AAAAAAAATiIAB/cancel',
    'PUT',
  );
});
