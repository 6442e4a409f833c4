import { createTruework } from '@truework-legacy/client';
import {
  type StateStore,
  webhookHandler,
} from '@truework-legacy/client/webhooks';
import { createSandbox } from '@truework-legacy/sandbox';

const token = 'tw_sk_test_example';
const webhookToken = 'a-token-to-compare';
// The sandbox sends its webhooks to a function in place of the network.
const sandbox = createSandbox({
  send: (url, init) => receive(new Request(url, init)),
});
const tenant = sandbox.tenant(token);
tenant.webhooks.add(
  'https://lender.example.com/webhooks/truework',
  webhookToken,
);
const truework = createTruework({
  token,
  environment: 'local',
  fetch: sandbox.fetch,
});

// A stand-in for a database that your processes share. Its keys are digests: no id and no token.
const rows = new Map<string, string>();
const dedupeStore: StateStore = {
  get: async (key) => rows.get(key),
  set: async (key, state) => rows.set(key, state),
};

const receive = webhookHandler({
  token: webhookToken,
  dedupeStore,
  on: {
    'verification_request.state.change': async (event) => {
      truework.verifications.handleEvent(event); // wakes whoever waits for it with waitFor
      console.log(event.data.state);
    },
    unknown: ({ hook }) =>
      console.log('not an event of this version:', hook.event),
  },
});

const { id } = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
const waiting = truework.verifications.waitFor(id);
await tenant.clock.advance('1 second');
console.log('waited until', (await waiting).state);
await sandbox.close();
