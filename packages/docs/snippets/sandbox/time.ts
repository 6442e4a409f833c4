import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
// The time stands still until somebody moves it. Leave `clock` out for real time.
const sandbox = createSandbox({ clock: { now: () => Date.UTC(2019, 10, 5) } });
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const tenant = sandbox.tenant(token);

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});

const { events } = await tenant.clock.advance('3 days');
for (const { atMs, detail } of events) {
  console.log(new Date(atMs).toISOString(), detail['from'], '→', detail['to']);
}

// More than 90 days after its completion, the API no longer reverifies it.
await tenant.clock.advance('90 days');
const { reports } = await truework.verifications.get(id);
const again = await truework.verifications
  .reverify(id, { report_id: reports?.[0]?.id ?? '' })
  .result();
if (!again.ok) console.log(again.error.message);

await sandbox.close();
