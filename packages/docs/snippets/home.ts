import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: sandbox.fetch,
});

// Sent once, whatever happens: each one is charged.
const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    company: { name: 'Example Widgets LLC' },
  },
});

const done = await truework.verifications.waitFor(id);
for (const { employee, employer } of done.reports ?? []) {
  console.log(done.state, employer.name, employee.status);
}
await sandbox.close();
