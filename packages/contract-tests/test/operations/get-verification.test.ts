import { NotFoundError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { testKey } from '../../src/system-under-test.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('getVerification', () => {
  const contract = openContract();

  test('a verification goes from pending-approval through processing to its final state', async () => {
    const created = await contract.truework.verifications.create(fullInput);
    expect(await contract.truework.verifications.get(created.id)).toEqual(created);
    contract.advance(100);
    expect(await contract.truework.verifications.get(created.id)).toEqual({
      ...created,
      state: 'processing',
    });
    contract.advance(100);
    const { reports, ...completed } = await contract.truework.verifications.get(created.id);
    expect(completed).toEqual({
      ...created,
      state: 'completed',
      date_of_completion: '2019-11-05T17:08:45.019000Z',
    });
    expect(reports).toHaveLength(1);
  });

  test('an id in another case is another id', async () => {
    const { id } = await contract.truework.verifications.create(inputWithoutCompany);
    const swapped = id.toLowerCase();
    expect(swapped).not.toBe(id);
    await thrownBy(contract.truework.verifications.get(swapped), NotFoundError);
  });

  test('a report belongs to its verification and its person', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    contract.advance(60_000);
    const { reports, created } = await contract.truework.verifications.get(id);
    expect(reports?.[0]?.verification_request).toEqual({ id, created, type: fullInput.type });
    expect(reports?.[0]?.employee).toMatchObject({
      first_name: fullInput.target.first_name,
      last_name: fullInput.target.last_name,
      social_security_number: '***-**-0001',
      status: 'inactive',
      hired_date: '2015-05-01',
      termination_date: '2022-01-01',
    });
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

  test('a verification of employment alone shows no income', async () => {
    const { id } = await contract.truework.verifications.create({
      ...inputWithoutCompany,
      type: 'employment',
    });
    contract.advance(60_000);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    expect(reports[0]?.employee).not.toHaveProperty('earnings');
    expect(reports[0]?.employee).not.toHaveProperty('salary');
  });

  test('an unknown id is not found', async () => {
    await thrownBy(contract.truework.verifications.get('AAAAAAAATiIAB'), NotFoundError);
  });

  test('another account does not find it', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    await thrownBy(contract.clientWith({ token: `${testKey}1` }).verifications.get(id), NotFoundError);
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
