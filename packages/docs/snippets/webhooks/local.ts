import { createTruework } from '@truework-legacy/client';
import { webhookHandler } from '@truework-legacy/client/webhooks';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const webhookToken = 'a-token-to-compare';
const receive = webhookHandler({
  token: webhookToken,
  on: {
    'verification_request.state.change': ({ data }) => console.log(data.state),
  },
});
const sandbox = createSandbox({
  send: (url, init) => receive(new Request(url, init)),
});
const tenant = sandbox.tenant(token);
tenant.webhooks.add(
  'https://lender.example.com/webhooks/truework',
  webhookToken,
);

// The first event arrives twice.
tenant.faults.add({
  operation: 'verificationRequestStateChange',
  times: 1,
  fault: 'duplicate',
});

const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
await tenant.clock.advance('1 minute');
const attempts = tenant.webhooks
  .deliveries()
  .flatMap((delivery) => delivery.attempts);
console.log(attempts.length, 'deliveries');
await sandbox.close();
