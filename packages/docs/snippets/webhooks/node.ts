import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  nodeWebhookHandler,
  testEvent,
} from '@truework-legacy/client/webhooks';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;
const receive = nodeWebhookHandler({
  token: TRUEWORK_WEBHOOK_TOKEN,
  on: {
    'verification_request.state.change': async ({ data }) => {
      console.log(data.verification_request_id, data.state);
    },
  },
});

const server = createServer((request, response) => {
  if (request.url === '/webhooks/truework') receive(request, response);
  else response.writeHead(404).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' ? address?.port : address;

const delivery = testEvent({
  token: TRUEWORK_WEBHOOK_TOKEN,
  type: 'verification_request.state.change',
  data: { verification_request_id: 'AAAAAAAAAAEA', state: 'canceled' },
});
const response = await fetch(
  `http://127.0.0.1:${port}/webhooks/truework`,
  delivery,
);
console.log(response.status);
server.close();
