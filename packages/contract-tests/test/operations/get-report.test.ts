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

  test('income_analytics are there when asked for, null for a person who is not active', async () => {
    for (const [number, expected] of [
      ['000-00-0000', expect.objectContaining({ annualized_income: expect.anything() })],
      ['000-00-0001', null],
    ] as const) {
      const target = { ...inputWithoutCompany.target, social_security_number: number };
      const { id } = await contract.truework.verifications.create({ ...inputWithoutCompany, target });
      contract.advance(200);
      const reports = (await contract.truework.verifications.get(id)).reports ?? [];
      expect(reports[0]).not.toHaveProperty('income_analytics');
      const report = await contract.truework.reports.get(id, reports[0]?.id ?? '', {
        income_analytics: true,
      });
      expect(report.income_analytics).toEqual(expected);
      const nested = await contract.truework.verifications.get(id, { income_analytics: true });
      expect(nested.reports?.[0]?.income_analytics).toEqual(expected);
    }
  });

  test('fields limits the report to the fields that it names', async () => {
    const { id } = await contract.truework.verifications.create(fullInput);
    contract.advance(200);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    const report = await contract.truework.reports.get(id, reports[0]?.id ?? '', {
      fields: ['id', 'employer'],
    });
    expect(Object.keys(report).sort()).toEqual(['employer', 'id']);
    expect(
      Object.keys(await contract.truework.verifications.get(id, { fields: ['state', 'id'] })).sort(),
    ).toEqual(['id', 'state']);
    const { results } = await contract.truework.verifications.list({ fields: ['id'] });
    expect(results).toEqual([{ id }]);
  });

  rejections(
    contract,
    (truework) => truework.reports.get('AAAAAAAATiIAB', 'AAAA'),
    '/verification-requests/AAAAAAAATiIAB/reports/AAAA',
    'GET',
  );
});
