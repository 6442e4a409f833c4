import { isRawBody, type RawBody } from './raw-body.ts';
import { receiver, type WebhookHandlerOptions } from './webhook-handler.ts';

/** What the handler needs of a request: `IncomingMessage` of `node:http`, or a request of Express. */
export interface NodeRequest extends AsyncIterable<RawBody> {
  readonly method?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** Whether something has begun to read the body. */
  readonly readableDidRead?: boolean;
  /** What a body parser has put here. Of use where it is the raw body. */
  readonly body?: unknown;
  /** The raw body, where the platform keeps one beside `body`. */
  readonly rawBody?: unknown;
}

/** What the handler needs of a response: `ServerResponse` of `node:http`, or a response of Express. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}

/**
 * Makes a handler for `node:http` and Express, which behaves as `webhookHandler` does.
 *
 * The raw body has to reach it: with no body parser before it, with `express.raw({ type: 'application/json' })`, or as `rawBody`
 * on platforms that keep that. After `express.json()` it answers 500 and tells `onError` so.
 *
 * @throws ConfigurationError where a token cannot be one.
 */
export function nodeWebhookHandler(
  options: WebhookHandlerOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  const receive = receiver(options);
  return async (request, response) => {
    const { status, headers, text } = await receive({
      method: request.method,
      headers: request.headers,
      body: () =>
        [request.rawBody, request.body].find(isRawBody) ?? (request.readableDidRead ? undefined : request),
    });
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(text);
  };
}
