import { createTruework, type Truework } from '@truework-legacy/client';
import { type Drift, standardSchemas } from '@truework-legacy/client/validation';
import { validation } from '@truework-legacy/zod';
import { validation as miniValidation } from '@truework-legacy/zod/mini';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { fullInput, fullSession } from '../../src/verification-inputs.ts';

const contract = openContract();

/** A client whose calls the validators check, and what they report about its responses. */
function validated(schemas: typeof validation): { truework: Truework; drifts: Drift[] } {
  const drifts: Drift[] = [];
  const truework = contract.clientWith({
    validation: standardSchemas(schemas, { onDrift: (drift) => drifts.push(drift) }),
  });
  return { truework, drifts };
}

describe.each([
  ['zod', validation],
  ['zod/mini', miniValidation],
])('the validators of %s in the client', (_, schemas) => {
  test('let every operation through, and report no drift', async () => {
    const { truework, drifts } = validated(schemas);
    await truework.credentials.createSession(fullSession);
    const { id } = await truework.verifications.create(fullInput);
    contract.advance(200);
    await truework.verifications.list();
    await truework.verifications.list({ fields: ['id', 'state'] });
    const { reports } = await truework.verifications.get(id, { income_analytics: true });
    const reportId = reports?.[0]?.id ?? '';
    await truework.verifications.get(id, { fields: ['id'] });
    await truework.reports.get(id, reportId, { fields: ['employee'] });
    await truework.reports.get(id, reportId);
    const again = await truework.verifications.reverify(id, { report_id: reportId });
    await truework.verifications.cancel(again.id, { cancellation_reason: 'other' });
    await truework.companies.search({ q: 'example' });
    expect(drifts).toEqual([]);
  });

  test('reject a request before it is sent, and say what a choice could be, not what was chosen', async () => {
    const { truework } = validated(schemas);
    const target = { ...fullInput.target, social_security_number: '000-00-000' };
    const type = 'canary' as never;
    const result = await truework.verifications.create({ ...fullInput, type, target }).result();
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'validation',
        invalidFields: {
          type: ['Expected one of: employment, employment-income, tenant-screening.'],
          target: {
            social_security_number: ['Expected a social security number, XXX-XX-XXXX or nine digits.'],
          },
        },
      },
    });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(contract.exchanges).toHaveLength(0);
    await contract.truework.companies.search();
  });

  test('report a response that the spec does not know', async () => {
    const drifts: Drift[] = [];
    const truework = createTruework({
      token: 'tw_sk_test_example',
      environment: 'local',
      validation: standardSchemas(schemas, { onDrift: (drift) => drifts.push(drift) }),
      fetch: async () => Response.json({ id: 'AAAA', token: 'BBBB', expires: '2019-11-05' }),
    });
    await truework.credentials.createSession(fullSession);
    expect(drifts).toEqual([
      { operation: 'createCredentialsSession', path: '/expires', kind: 'unknown-field' },
    ]);
    await contract.truework.companies.search();
  });
});
