import {
  nodeWebhookHandler,
  testEvent,
} from '@truework-legacy/client/webhooks';
import Fastify from 'fastify';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;
const app = Fastify();

const receive = nodeWebhookHandler({
  token: TRUEWORK_WEBHOOK_TOKEN,
  on: {
    'verification_request.state.change': ({ data }) => console.log(data.state),
  },
});

// A scope of its own: everywhere else, Fastify parses JSON as before.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  // Leaves the body to the handler.
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.post('/webhooks/truework', (request, reply) => {
    reply.hijack();
    return receive(request.raw, reply.raw);
  });
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
const delivery = testEvent({
  token: TRUEWORK_WEBHOOK_TOKEN,
  type: 'verification_request.state.change',
  data: { state: 'canceled' },
});
console.log((await fetch(`${url}/webhooks/truework`, delivery)).status);
const { statusCode } = await app.inject({
  ...delivery,
  url: '/webhooks/truework',
  headers: {},
});
console.log(statusCode);
await app.close();
