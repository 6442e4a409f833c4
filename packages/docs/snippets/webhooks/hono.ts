import { testEvent, webhookHandler } from '@truework-legacy/client/webhooks';
import { Hono } from 'hono';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;

const receive = webhookHandler({
  token: TRUEWORK_WEBHOOK_TOKEN,
  on: {
    'verification_request.state.change': ({ data }) =>
      console.log('enqueue', data.state),
  },
});

const app = new Hono();
app.post('/webhooks/truework', (c) => receive(c.req.raw));

const delivery = testEvent({
  token: TRUEWORK_WEBHOOK_TOKEN,
  type: 'verification_request.state.change',
  data: { state: 'completed' },
});
console.log((await app.request('/webhooks/truework', delivery)).status);
