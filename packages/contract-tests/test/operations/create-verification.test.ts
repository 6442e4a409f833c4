import { ValidationError, type VerificationInput } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('createVerification', () => {
  const contract = openContract();

  test('a create without a company names none, has no estimate, and looks for every employer at once', async () => {
    const verification = await contract.truework.verifications.create(inputWithoutCompany);
    expect(verification.target.company).toEqual({ name: null });
    expect(verification.turnaround_time).toEqual({});
    expect(verification.request_parameters?.employer_filter).toBe('all-employers');
  });

  test('a number that is for credentials sessions is rejected, and nothing is created', async () => {
    const target = { ...inputWithoutCompany.target, social_security_number: '000-20-0000' };
    const call = contract.truework.verifications.create({ ...inputWithoutCompany, target });
    await thrownBy(call, ValidationError);
    expect((await contract.truework.verifications.list()).count).toBe(0);
  });

  test('Request-Sync: sync with a company is rejected', async () => {
    await thrownBy(
      contract.truework.verifications.create(fullInput, { requestSync: 'sync' }),
      ValidationError,
    );
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

  test.for(['type', 'permissible_purpose', 'target'] as const)('%s is required', async (field) => {
    const { [field]: _, ...rest } = fullInput;
    const error = await thrownBy(
      contract.truework.verifications.create(rest as VerificationInput),
      ValidationError,
    );
    expect(contract.takeRequestFindings()).toHaveLength(1);
    expect(error.invalidFields).toEqual({ [field]: ['This field is required.'] });
  });

  test('a body that is not JSON is rejected', async () => {
    const response = await contract.send('/verification-requests/', { method: 'POST', body: '{"type":' });
    expect(response.status).toBe(400);
  });

  rejections(
    contract,
    (truework) => truework.verifications.create(fullInput),
    '/verification-requests/',
    'POST',
  );
});
