import { AmbiguousOutcomeError, createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const tenant = sandbox.tenant(token);
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});

// The sandbox creates the next verification, and its response gets lost on the way.
tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'lost-response',
});

try {
  await truework.verifications.create({
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    loan_id: 'loan-4711',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-00-0000',
    },
  });
} catch (error) {
  if (!(error instanceof AmbiguousOutcomeError)) throw error;
  console.log(error.code, 'because of', error.cause.code);
  const found = await error.reconcile();
  console.log('found the verification of', found?.loan_id);
}
console.log('verifications:', tenant.verifications.count());
await sandbox.close();
