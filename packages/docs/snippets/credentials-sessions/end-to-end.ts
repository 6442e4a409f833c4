import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { applications, createServer } from './server.ts';

const token = 'tw_sk_test_example';
const webhookToken = 'a-token-to-compare';
const sandbox = createSandbox({
  send: async (url, init) => server.request(url, init),
});
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const server = createServer(truework, webhookToken);
const tenant = sandbox.tenant(token);
tenant.webhooks.add(
  'https://lender.example.com/webhooks/truework',
  webhookToken,
);

const response = await server.request('/loans/loan-4711/session', {
  method: 'POST',
  body: JSON.stringify({
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-20-0000',
  }),
});
const { sessionToken } = await response.json();
console.log('verifications before the login:', tenant.verifications.count());

// Logs in, in place of the person in front of the widget.
tenant.credentialsSessions.complete(sessionToken);
await tenant.clock.advance('1 second');

const { verificationId = '' } = applications.get('loan-4711') ?? {};
const { state, reports } = await truework.verifications.get(verificationId);
console.log(state, reports?.[0]?.employer.name);
await sandbox.close();
