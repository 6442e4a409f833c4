import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const tenant = sandbox.tenant(token);
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
  onAttempt:
    ({ operation, attempt }) =>
    ({ status, willRetry }) =>
      console.log(
        operation,
        'attempt',
        attempt,
        'status',
        status,
        willRetry ? 'will retry' : '',
      ),
});

// A read is retried after a 503.
tenant.faults.add({
  operation: 'listVerifications',
  times: 1,
  fault: 'status; code=503',
});
await truework.verifications.list();

// A create is not: perhaps the server did its work before it failed.
tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'status; code=503',
});
const input = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  loan_id: 'loan-4711',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
} as const;
const failed = await truework.verifications.create(input).result();
if (!failed.ok) console.log(failed.error.code);

// After a 429 it is, because the API did nothing.
tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'status; code=429; retry-after=1',
});
await truework.verifications.create(input);
await sandbox.close();
