import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox();
const tenant = sandbox.tenant(token);
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
  onWarning: ({ code, message }) => console.log(code, message),
});

// The header `version` of the next response names another version.
tenant.faults.add({
  operation: 'listVerifications',
  times: 1,
  fault: 'wrong-version',
});
await truework.verifications.list();

// The key's pin was raised: this version has ended for it.
tenant.faults.add({
  operation: 'listVerifications',
  times: 1,
  fault: 'status; code=406',
});
const result = await truework.verifications.list().result();
if (!result.ok && result.error.code === 'version-rejected')
  console.log(result.error.message);

await sandbox.close();
