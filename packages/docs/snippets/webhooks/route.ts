import { webhookHandler } from '@truework-legacy/client/webhooks';

let receive: ((request: Request) => Promise<Response>) | undefined;

export async function POST(request: Request): Promise<Response> {
  const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;
  receive ??= webhookHandler({
    token: TRUEWORK_WEBHOOK_TOKEN,
    on: {
      'verification_request.state.change': ({ data }) =>
        console.log('enqueue', data.state),
    },
  });
  return await receive(request);
}
