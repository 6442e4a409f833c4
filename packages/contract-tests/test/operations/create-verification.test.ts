import { ValidationError, type VerificationInput } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('createVerification', () => {
  const contract = openContract();

  test('a create with every field returns a verification that has not begun', async () => {
    const verification = await contract.truework.verifications.create(fullInput);
    expect(verification).toMatchObject({
      state: 'pending-approval',
      created: '2019-11-05T17:08:44.819000Z',
      date_of_completion: null,
      loan_id: fullInput.loan_id,
      permissible_purpose: fullInput.permissible_purpose,
      type: fullInput.type,
      use_case: fullInput.use_case,
      additional_information: fullInput.additional_information,
      metadata: fullInput.metadata,
      request_parameters: fullInput.request_parameters,
      reseller_originating_party: fullInput.reseller_originating_party,
    });
    expect(verification).not.toHaveProperty('reports');
  });

  test('the social security number is masked in the response, and documents are only named', async () => {
    const verification = await contract.truework.verifications.create(fullInput);
    expect(verification.target.social_security_number).toBe('***-**-0001');
    expect(verification.documents).toEqual([{ filename: '../Vollmacht für Zoë 🦊.pdf' }]);
    const response = contract.exchanges[0]?.response.body ?? '';
    expect(response).not.toContain(fullInput.target.social_security_number);
    expect(response).not.toContain(fullInput.documents?.[0]?.content);
  });

  test('a create without a company names none, has no estimate, and looks for every employer at once', async () => {
    const verification = await contract.truework.verifications.create(inputWithoutCompany);
    expect(verification.target.company).toEqual({ name: null });
    expect(verification.turnaround_time).toEqual({});
    expect(verification.request_parameters?.employer_filter).toBe('all-employers');
  });

  test('Request-Sync: sync waits for the outcome', async () => {
    const verification = await contract.truework.verifications.create(inputWithoutCompany, {
      requestSync: 'sync',
    });
    expect(verification.state).toBe('completed');
    expect(verification.reports).toHaveLength(1);
    expect(contract.exchanges[0]?.request.headers.get('request-sync')).toBe('sync');
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
