import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
let receiverIsDown = true;
// `send` takes the place of `fetch`: a receiver in the same process, without a port.
const sandbox = createSandbox({
  send: async (_url, init) => {
    if (receiverIsDown) return new Response(null, { status: 503 });
    const { hook, data } = JSON.parse(String(init?.body));
    console.log(
      hook.event,
      data.state,
      new Headers(init?.headers).get('X-Truework-Token'),
    );
    return new Response(null, { status: 204 });
  },
});
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});
const tenant = sandbox.tenant(token);

tenant.webhooks.add('https://hooks.example.com/truework', 'a-token-to-compare');
await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-01-0000',
  },
});
await tenant.clock.advance('2 minutes');
receiverIsDown = false;
await tenant.clock.advance('2 hours');
for (const { payload, state, attempts } of tenant.webhooks.deliveries()) {
  console.log(payload.data.state, state, 'after', attempts.length, 'attempts');
}

await sandbox.close();
