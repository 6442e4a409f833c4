import { type TestDelivery, testEvent } from '../../src/webhooks/create-test-event.ts';
import type { WebhookEvent } from '../../src/webhooks/event.ts';
import { type NodeRequest, nodeWebhookHandler } from '../../src/webhooks/node-webhook-handler.ts';
import { type WebhookHandlerOptions, webhookHandler } from '../../src/webhooks/webhook-handler.ts';

export const token = 'test-hook-token';
export const delivery: TestDelivery = testEvent({ token, type: 'verification_request.state.change' });
export const webhookUrl = 'https://lender.example.com/webhooks/truework';

/** Some of the options, which may be undefined. */
type Given = { readonly [Name in keyof WebhookHandlerOptions]?: WebhookHandlerOptions[Name] | undefined };

/** Options that collect the events that are handled, and the errors that are reported. */
function collecting(options: Given) {
  const events: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const handle = (event: WebhookEvent) => void events.push(event);
  const on = {
    'verification_request.state.change': handle,
    'credentials_session.state.change': handle,
    unknown: handle,
  };
  const onError = (error: unknown) => void errors.push(error);
  return { events, errors, options: { token, on, onError, ...options } as WebhookHandlerOptions };
}

/** A handler, what it handles and what it reports. */
export function testHandler(given: Given = {}) {
  const { events, errors, options } = collecting(given);
  const handler = webhookHandler(options);
  const send = (init: RequestInit = delivery) => handler(new Request(webhookUrl, init));
  return { events, errors, handler, send };
}

/** A response of Node.js that keeps what it is given. */
export function nodeResponse(own: object = {}) {
  const ended: unknown[] = [];
  return { statusCode: 0, setHeader: () => {}, end: (text: string) => ended.push(text), ended, ...own };
}

/** A handler for Node.js, what it handles and what it reports. */
export function testNodeHandler(given: Given = {}) {
  const { events, errors, options } = collecting(given);
  const handler = nodeWebhookHandler(options);
  /** The status of the response to a request. */
  const statusOf = async (request: NodeRequest) => {
    const response = nodeResponse();
    await handler(request, response);
    return response.statusCode;
  };
  return { events, errors, handler, statusOf };
}

/** A request of Node.js whose body arrives in chunks. */
export function nodeRequest(body: AsyncIterable<unknown>, own: object = {}): NodeRequest {
  return {
    method: 'POST',
    headers: delivery.headers,
    [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
    ...own,
  } as NodeRequest;
}

/** A body of these chunks. */
export async function* chunksOf<Chunk>(...chunks: Chunk[]): AsyncGenerator<Chunk> {
  yield* chunks;
}
