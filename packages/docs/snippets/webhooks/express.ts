import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  nodeWebhookHandler,
  testEvent,
} from '@truework-legacy/client/webhooks';
import express from 'express';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;

const app = express();
app.post(
  '/webhooks/truework',
  nodeWebhookHandler({
    token: TRUEWORK_WEBHOOK_TOKEN,
    on: {
      'verification_request.state.change': ({ data }) =>
        console.log('enqueue', data.state),
    },
  }),
);
// After the route: the handler reads the body itself.
app.use(express.json());

const server = app.listen(0);
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const delivery = testEvent({
  token: TRUEWORK_WEBHOOK_TOKEN,
  type: 'verification_request.state.change',
  data: { state: 'completed' },
});
console.log(
  (await fetch(`http://127.0.0.1:${port}/webhooks/truework`, delivery)).status,
);
server.close();
