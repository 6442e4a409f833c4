import { AmbiguousOutcomeError, createTruework } from '@truework-legacy/client';
import { test } from '@truework-legacy/sandbox/vitest';
import { expect } from 'vitest';

test('a lost response does not create a second verification', async ({ tenant, token, fetch }) => {
  const truework = createTruework({ token, environment: 'local', fetch });
  tenant.faults.add({ operation: 'createVerification', times: 1, fault: 'lost-response' });

  const failure = await truework.verifications
    .create({
      type: 'employment-income',
      permissible_purpose: 'credit-application',
      loan_id: 'loan-4711',
      target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
    })
    .catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(AmbiguousOutcomeError);
  const found = await (failure as AmbiguousOutcomeError).reconcile();
  expect(found?.loan_id).toBe('loan-4711');
  expect(tenant.verifications.count()).toBe(1);
});
