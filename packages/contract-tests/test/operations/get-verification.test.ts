import { NotFoundError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('getVerification', () => {
  const contract = openContract();

  test('an id in another case is another id', async () => {
    const { id } = await contract.truework.verifications.create(inputWithoutCompany);
    const swapped = id.toLowerCase();
    expect(swapped).not.toBe(id);
    await thrownBy(contract.truework.verifications.get(swapped), NotFoundError);
  });

  test('a slash at the end makes no difference', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    expect((await contract.send(`/verification-requests/${id}/`)).status).toBe(200);
  });

  rejections(
    contract,
    (truework) => truework.verifications.get('AAAAAAAATiIAB'),
    '/verification-requests/AAAAAAAATiIAB',
    'GET',
  );
});
