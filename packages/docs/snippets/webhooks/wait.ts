import { createTruework, TimeoutError } from '@truework-legacy/client';
import { createSandbox, testClock } from '@truework-legacy/sandbox';

// Hours pass in no time: one clock for the sandbox and the client.
const clock = testClock();
const sandbox = createSandbox({ clock });
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
  clock,
});

const { id } = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  // This number stays `processing`.
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-91-0002',
  },
});
const waiting = truework.verifications.waitFor(id, {
  deadlineMs: 2 * 60 * 60 * 1_000,
});
waiting.catch((error) => {
  if (error instanceof TimeoutError) console.log('still', error.lastState);
});
await clock.advance('3 hours');
await sandbox.close();
