import { isRawBody, type RawBody } from './raw-body.ts';
import {
  type Receiver,
  receiver,
  type WebhookHandlerOptions,
  type WebhookResponse,
} from './webhook-handler.ts';

/** What the handler needs of a request: `IncomingMessage` of `node:http`, or a request of Express. */
export interface NodeRequest extends AsyncIterable<RawBody> {
  /** HTTP method. Anything but POST is rejected. */
  readonly method?: string | undefined;
  /** By lower-case names. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** Whether something has begun to read the body. */
  readonly readableDidRead?: boolean;
  /** What a body parser has put here. Of use if it is the raw body. */
  readonly body?: unknown;
  /** The raw body, if the platform keeps one beside `body`. */
  readonly rawBody?: unknown;
}

/** What the handler needs of a response: `ServerResponse` of `node:http`, or a response of Express. */
export interface NodeResponse {
  /** HTTP status. */
  statusCode: number;
  /** Whether something has begun to respond. */
  readonly headersSent?: boolean;
  /** Whether something has responded. */
  readonly writableEnded?: boolean;
  /** Whether the connection is gone. */
  readonly destroyed?: boolean;
  /** Sets a header. */
  setHeader(name: string, value: string): unknown;
  /** Sends the body and ends the response. */
  end(text: string): unknown;
}

/**
 * Makes a handler for `node:http` and Express, which behaves as `webhookHandler` does. What it returns never rejects. If
 * something has responded before it, that response stays, and errors go to `onError` alone.
 *
 * The raw body has to reach it: with no body parser before it, with `express.raw({ type: 'application/json' })`, or as `rawBody`
 * on platforms that keep that. After `express.json()` the response is 500, and `onError` is called with the reason.
 *
 * @throws ConfigurationError if an option cannot be used.
 */
export function nodeWebhookHandler(
  options: WebhookHandlerOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  const { receive, report } = receiver('nodeWebhookHandler', options);
  return async (request, response) => {
    const outcome = await receive(() => ({
      method: request.method,
      headers: request.headers,
      body: () => bodyOf(request),
    }));
    respond(response, outcome, report);
  };
}

function bodyOf(request: NodeRequest): NodeRequest | RawBody | undefined {
  const raw = [request.rawBody, request.body].find(isRawBody);
  if (raw !== undefined) return raw;
  return request.readableDidRead || typeof request[Symbol.asyncIterator] !== 'function' ? undefined : request;
}

/** Each part by itself: a header that cannot be set must not keep the sender waiting for the status. */
function respond(
  response: NodeResponse,
  { status, headers, text }: WebhookResponse,
  report: Receiver['report'],
) {
  const attempt = (run: () => unknown) => {
    (async () => run())().catch(report);
  };
  attempt(() => {
    if (response.headersSent || response.writableEnded || response.destroyed) return;
    attempt(() => {
      response.statusCode = status;
    });
    for (const [name, value] of Object.entries(headers)) attempt(() => response.setHeader(name, value));
    attempt(() => response.end(text));
  });
}
