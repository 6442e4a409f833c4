import { webhookHandler } from '@truework-legacy/client/webhooks';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;

export const POST = webhookHandler({
  token: TRUEWORK_WEBHOOK_TOKEN,
  on: {
    'verification_request.state.change': ({ data }) =>
      console.log('enqueue', data.state),
  },
});
