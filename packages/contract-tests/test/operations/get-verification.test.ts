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

  test('reports come highest id first, and so do their numbers', async () => {
    const target = { ...inputWithoutCompany.target, social_security_number: '000-00-0007' };
    const { id } = await contract.truework.verifications.create({ ...inputWithoutCompany, target });
    contract.advance(60_000);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    // An id begins with a number of eight bytes.
    const numbers = reports.map((report) => Buffer.from(report.id, 'base64url').readBigUInt64BE());
    expect(numbers).toHaveLength(2);
    expect(numbers[0]).toBe((numbers[1] ?? 0n) + 1n);
    expect(reports.map(({ employee }) => employee.status)).toEqual(['active', 'inactive']);
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
