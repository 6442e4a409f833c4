import { isRawBody, type RawBody } from './raw-body.ts';
import {
  type Receiver,
  receiver,
  type WebhookHandlerOptions,
  type WebhookResponse,
} from './webhook-handler.ts';

/** The part of a request that the handler uses: an `IncomingMessage` of `node:http`, or a request of Express. */
export interface NodeRequest extends AsyncIterable<RawBody> {
  /** HTTP method. Anything but POST is rejected. */
  readonly method?: string | undefined;
  /** Headers by lower-case name. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** Whether something has started to read the body. */
  readonly readableDidRead?: boolean;
  /** The result of a body parser. Used if it is the raw body. */
  readonly body?: unknown;
  /** The raw body, if the platform provides it. */
  readonly rawBody?: unknown;
}

/** The part of a response that the handler uses: a `ServerResponse` of `node:http`, or a response of Express. */
export interface NodeResponse {
  /** HTTP status. */
  statusCode: number;
  /** Whether the headers were sent. */
  readonly headersSent?: boolean;
  /** Whether the response was sent. */
  readonly writableEnded?: boolean;
  /** Whether the connection is closed. */
  readonly destroyed?: boolean;
  /** Sets a header. */
  setHeader(name: string, value: string): unknown;
  /** Sends the body and ends the response. */
  end(text: string): unknown;
}

/**
 * Makes a handler for `node:http` and Express, which behaves like `webhookHandler`. Its promise never rejects. If a response was sent
 * before, it is not changed, and errors are only passed to `onError`.
 *
 * The handler needs the raw body: mount it without a body parser, with `express.raw({ type: 'application/json' })`, or on a platform that
 * provides `rawBody`. After `express.json()`, the response is 500, and `onError` is called with the reason.
 *
 * @throws {@link ConfigurationError} if an option is invalid.
 * @example
 * ```ts
 * const handle = nodeWebhookHandler({ token, on: { 'verification_request.state.change': ({ data }) => queue.add(data) } });
 * app.post('/webhooks/truework', handle);
 * ```
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

/** Sets each part separately: a header that cannot be set must not prevent the response. */
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
