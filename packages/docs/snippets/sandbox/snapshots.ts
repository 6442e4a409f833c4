import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox({ clock: { now: () => Date.UTC(2019, 10, 5) } });
const truework = createTruework({
  token: 'tw_sk_test_first',
  environment: 'local',
  fetch: sandbox.fetch,
});
const first = sandbox.tenant('tw_sk_test_first');

const { id } = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-91-0001',
  },
});
const text = JSON.stringify(first.snapshot());

first.reset();
console.log(first.verifications.count());

// Another key, or another sandbox, goes on from there: with the same bytes.
const second = sandbox.tenant('tw_sk_test_second');
second.restore(JSON.parse(text));
console.log(
  second.verifications.find(id)?.state,
  JSON.stringify(second.snapshot()) === text,
);

await sandbox.close();
