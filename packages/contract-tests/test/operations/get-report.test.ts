import { NotFoundError, ValidationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { testKey } from '../../src/system-under-test.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('getReport', () => {
  const contract = openContract();

  test('a report is the one that the verification shows', async () => {
    const target = { ...inputWithoutCompany.target, social_security_number: '000-00-0007' };
    const { id } = await contract.truework.verifications.create({ ...inputWithoutCompany, target });
    contract.advance(200);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    expect(reports).toHaveLength(2);
    for (const report of reports) {
      expect(await contract.truework.reports.get(id, report.id)).toEqual(report);
    }
  });

  test('a verification that is not completed has no report: 400', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    await thrownBy(contract.truework.reports.get(id, 'AAAA'), ValidationError);
  });

  test('a report of another verification, and another account, find nothing', async () => {
    const first = await contract.truework.verifications.create(fullInput);
    const second = await contract.truework.verifications.create(fullInput);
    contract.advance(200);
    const reports = (await contract.truework.verifications.get(first.id)).reports ?? [];
    const id = reports[0]?.id ?? expect.unreachable();
    await thrownBy(contract.truework.reports.get(second.id, id), NotFoundError);
    await thrownBy(contract.clientWith({ token: `${testKey}1` }).reports.get(first.id, id), NotFoundError);
  });

  rejections(
    contract,
    (truework) => truework.reports.get('AAAAAAAATiIAB', 'AAAA'),
    '/verification-requests/AAAAAAAATiIAB/reports/AAAA',
    'GET',
  );
});
