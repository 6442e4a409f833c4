import { ValidationError, type VerificationInput } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('reverifyVerification', () => {
  const contract = openContract();

  /** A completed verification, as it stands then. */
  async function completed(verificationInput: VerificationInput = fullInput) {
    const { id } = await contract.truework.verifications.create(verificationInput);
    contract.advance(200);
    const reports = (await contract.truework.verifications.get(id)).reports ?? [];
    return { id, report_id: reports[0]?.id ?? expect.unreachable('it has no report') };
  }

  test('the response is a new verification of the same input, which has not begun', async () => {
    const { id, report_id } = await completed();
    contract.advance(dayMs);
    const again = await contract.truework.verifications.reverify(id, { report_id });
    expect(again.id).not.toBe(id);
    expect(again).toMatchObject({
      state: 'pending-approval',
      loan_id: fullInput.loan_id,
      created: '2019-11-06T17:08:45.019000Z',
    });
    contract.advance(200);
    expect((await contract.truework.verifications.get(again.id)).state).toBe('completed');
    expect((await contract.truework.verifications.list()).count).toBe(2);
  });

  test.for([0, 1])(
    'only the report that was named is ordered anew, also of a reverification: %i',
    async (which) => {
      const target = { ...inputWithoutCompany.target, social_security_number: '000-00-0007' };
      let { id } = await completed({ ...inputWithoutCompany, target });
      const reportsNow = async () => (await contract.truework.verifications.get(id)).reports ?? [];
      let report = (await reportsNow())[which];
      const employers: unknown[] = [report?.employer.name];
      for (let times = 0; times < 2; times += 1) {
        ({ id } = await contract.truework.verifications.reverify(id, { report_id: report?.id ?? '' }));
        contract.advance(200);
        const reports = await reportsNow();
        employers.push(reports.map(({ employer }) => employer.name));
        report = reports[0];
      }
      const employer = ['Fake Company', 'Fake Company 2'][which];
      expect(employers).toEqual([employer, [employer], [employer]]);
    },
  );

  test('it is possible for 90 days after the completion, and no longer', async () => {
    const { id, report_id } = await completed();
    contract.advance(90 * dayMs);
    await contract.truework.verifications.reverify(id, { report_id });
    contract.advance(1);
    await thrownBy(contract.truework.verifications.reverify(id, { report_id }), ValidationError);
  });

  test('a report of another verification is rejected', async () => {
    const { report_id } = await completed();
    const { id } = await completed();
    const error = await thrownBy(
      contract.truework.verifications.reverify(id, { report_id }),
      ValidationError,
    );
    expect(Object.keys(error.invalidFields)).toEqual(['report_id']);
  });

  test('sync waits for the outcome if the original was synchronous, and is rejected elsewhere', async () => {
    const original = await contract.truework.verifications.create(inputWithoutCompany, {
      requestSync: 'sync',
    });
    const report_id = original.reports?.[0]?.id ?? expect.unreachable();
    const again = await contract.truework.verifications.reverify(
      original.id,
      { report_id },
      { requestSync: 'sync' },
    );
    expect(again.state).toBe('completed');
    const later = await contract.truework.verifications.reverify(original.id, { report_id });
    expect(later.state).toBe('pending-approval');
    const asynchronous = await completed();
    const call = contract.truework.verifications.reverify(
      asynchronous.id,
      { report_id: asynchronous.report_id },
      { requestSync: 'sync' },
    );
    await thrownBy(call, ValidationError);
  });

  rejections(
    contract,
    (truework) => truework.verifications.reverify('AAAAAAAATiIAB', { report_id: 'AAAA' }),
    '/verification-requests/AAAAAAAATiIAB/reverify',
    'PUT',
  );
});
