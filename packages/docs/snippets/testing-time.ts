import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
// The time of the sandbox stands still until you move it.
const sandbox = createSandbox({ clock: { now: () => Date.UTC(2019, 10, 5) } });
const truework = createTruework({ token, environment: 'local', fetch: sandbox.fetch });

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
});
const wait = truework.verifications.waitFor(id);

await sandbox.tenant(token).clock.advance('3 days');
// As your webhook does: the verification is read at once.
truework.verifications.handleEvent({ data: { verification_request_id: id } });
console.log((await wait).state);

await sandbox.close();
