import { createTruework } from '@truework-legacy/client';
import { createSandbox, testClock } from '@truework-legacy/sandbox';

// Time stands still until you move it, for the sandbox and the client alike.
const clock = testClock();
const sandbox = createSandbox({ clock });
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
  clock,
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
const wait = truework.verifications.waitFor(id);

await clock.advance('3 days');
console.log((await wait).state);

await sandbox.close();
