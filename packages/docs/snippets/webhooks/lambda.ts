import {
  readEvent,
  testEvent,
  WebhookInvalidError,
} from '@truework-legacy/client/webhooks';

const { TRUEWORK_WEBHOOK_TOKEN = '' } = process.env;

// What Lambda gets from API Gateway (payload formats 1.0 and 2.0), a function URL or a load balancer.
interface LambdaEvent {
  headers?: Record<string, string | undefined> | null;
  multiValueHeaders?: Record<string, string[] | undefined> | null;
  body?: string | null;
  isBase64Encoded?: boolean;
}

export async function handler({
  headers,
  multiValueHeaders,
  body,
  isBase64Encoded,
}: LambdaEvent) {
  try {
    const event = await readEvent(
      {
        headers: multiValueHeaders ?? headers ?? {},
        body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
      },
      TRUEWORK_WEBHOOK_TOKEN,
    );
    if (event.type === 'verification_request.state.change')
      console.log(event.data.state);
    return { statusCode: 204 };
  } catch (error) {
    // Anything else becomes a 5xx, so that Truework sends the event again.
    if (!(error instanceof WebhookInvalidError)) throw error;
    return {
      statusCode: error.reason.startsWith('token') ? 401 : 400,
      body: error.message,
    };
  }
}

const { headers, body } = testEvent({
  token: TRUEWORK_WEBHOOK_TOKEN,
  type: 'verification_request.state.change',
  data: { state: 'canceled' },
});
console.log(
  '2.0:',
  await handler({ headers, body: btoa(body), isBase64Encoded: true }),
);
const multiValueHeaders = { 'X-Truework-Token': [TRUEWORK_WEBHOOK_TOKEN] };
console.log(
  '1.0:',
  await handler({
    headers: null,
    multiValueHeaders,
    body,
    isBase64Encoded: false,
  }),
);
console.log('a stranger:', await handler({ headers: {}, body: null }));
