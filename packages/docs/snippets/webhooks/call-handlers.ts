import { testEvent } from '@truework-legacy/client/webhooks';
import { POST } from './route.ts';
import worker from './worker.ts';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;

const request = (token: string) =>
  new Request(
    'https://lender.example.com/webhooks/truework',
    testEvent({
      token,
      type: 'verification_request.state.change',
      data: { state: 'completed' },
    }),
  );

console.log((await POST(request(TRUEWORK_WEBHOOK_TOKEN))).status);
console.log((await POST(request('a-token-of-a-stranger'))).status);

const EVENTS = {
  send: async (data: unknown) =>
    console.log('queue', Object.keys(data as object)),
};
console.log(
  (
    await worker.fetch(request(TRUEWORK_WEBHOOK_TOKEN), {
      TRUEWORK_WEBHOOK_TOKEN,
      EVENTS,
    })
  ).status,
);
