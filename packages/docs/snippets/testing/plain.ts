import assert from 'node:assert/strict';
import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const sandbox = createSandbox({ rateLimit: false });
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const tenant = sandbox.tenant(token);

// Before each test: no data, no faults, the clock as it was.
tenant.reset();

// The next two reads fail with 503, and the client retries.
tenant.faults.add({
  operation: 'listVerifications',
  times: 2,
  fault: 'status; code=503',
});
const { count } = await truework.verifications.list();
assert.equal(count, 0);
console.log(tenant.faults.list().map(({ hits }) => `failed ${hits} times`));

await sandbox.close();
