import { AmbiguousOutcomeError, createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const tenant = sandbox.tenant(token);

const verificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
} as const;

// The next verification is created, and its response never arrives.
tenant.faults.add({
  operation: 'createVerification',
  times: 1,
  fault: 'lost-response',
});
const created = await truework.verifications.create(verificationInput).result();
const isUnknown = !created.ok && created.error instanceof AmbiguousOutcomeError;
console.log(
  'unknown outcome:',
  isUnknown,
  'stored:',
  tenant.verifications.count(),
);

// Two reads get 503 after one that passes: the client reads again by itself.
tenant.faults.add({
  operation: 'listVerifications',
  after: 1,
  times: 2,
  fault: 'status; code=503',
});
for (let read = 0; read < 2; read += 1)
  console.log((await truework.verifications.list()).count);
console.log(
  tenant.faults
    .list()
    .map(({ operation, seen, hits }) => `${operation}: ${hits} of ${seen}`),
);

// For one request alone, a header asks for it.
const response = await sandbox.fetch('http://sandbox/companies/?q=bank', {
  headers: {
    Authorization: `Bearer ${token}`,
    'X-Sandbox-Fault': 'truncated-body',
  },
});
console.log(response.status, await response.text());

await sandbox.close();
