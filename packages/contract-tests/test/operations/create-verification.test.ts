import { ValidationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('createVerification', () => {
  const contract = openContract();

  test('a number that is for credentials sessions is rejected, and nothing is created', async () => {
    const target = { ...inputWithoutCompany.target, social_security_number: '000-20-0000' };
    const call = contract.truework.verifications.create({ ...inputWithoutCompany, target });
    await thrownBy(call, ValidationError);
    expect((await contract.truework.verifications.list()).count).toBe(0);
  });

  test('a number outside the table is rejected, and nothing is created', async () => {
    const target = { ...inputWithoutCompany.target, social_security_number: '000-99-9999' };
    const error = await thrownBy(
      contract.truework.verifications.create({ ...inputWithoutCompany, target }),
      ValidationError,
    );
    expect(error.message).not.toContain('9999');
    expect((await contract.truework.verifications.list()).count).toBe(0);
  });

  rejections(
    contract,
    (truework) => truework.verifications.create(fullInput),
    '/verification-requests/',
    'POST',
  );
});
