import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
});

const { count } = await truework.verifications.list();
console.log(`The sandbox starts with ${count} verifications.`);

await sandbox.close();
