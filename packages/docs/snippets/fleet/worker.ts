import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTruework } from '@truework-legacy/client';
import { nodeWebhookHandler } from '@truework-legacy/client/webhooks';
import { dedupeStore, rateLimiter } from './shared.ts';

const { TRUEWORK_URL = 'http://127.0.0.1:4019', TRUEWORK_WEBHOOK_TOKEN = '' } =
  process.env;
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: TRUEWORK_URL,
  rateLimiter,
  onAttempt: () => console.log('sent', Date.now()),
});

const server = createServer(
  nodeWebhookHandler({
    token: TRUEWORK_WEBHOOK_TOKEN,
    dedupeStore,
    on: {
      'verification_request.state.change': ({ data }) =>
        console.log('handled', data.state),
    },
    onError: (error) => console.log('failed', String(error)),
  }),
);
server.listen(0, '127.0.0.1');
await once(server, 'listening');

console.log('port', (server.address() as AddressInfo).port);

await Promise.all(
  Array.from({ length: 6 }, () => truework.verifications.list()),
);
console.log('done');
