import { ConfigurationError } from '../errors.ts';
import { handleOnce, recentStates, type StateStore } from './duplicates.ts';
import { type KnownEvents, parseEvent, type UnknownEvent, type WebhookEvent } from './event.ts';
import { isRawBody, type RawBody, toBytes } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';
import { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';

/** What to do about each event. What is not named here is received and forgotten. */
export type EventHandlers = {
  readonly [Type in keyof KnownEvents]?: (event: KnownEvents[Type]) => unknown;
} & {
  /** Events that this version of the API does not have. */
  readonly unknown?: (event: UnknownEvent) => unknown;
};

/** Options of {@link webhookHandler} and of `nodeWebhookHandler`. */
export interface WebhookHandlerOptions {
  /** The hook's token, or several of which each is accepted: the old and the new one, or those of several hooks. */
  readonly token: string | readonly string[];
  /**
   * What to do about each event. Truework waits for the answer, which is given when the promise is fulfilled: keep the event, and
   * do slow work elsewhere. What throws is answered with 500, so that Truework sends the event again.
   */
  readonly on: EventHandlers;
  /**
   * Where the last handled states are kept, so that a repeated delivery is not handled again. Give a shared one where several
   * processes receive.
   * @defaultValue `recentStates()`, in memory.
   */
  readonly duplicates?: StateStore;
  /**
   * How long a body may be, in bytes.
   * @defaultValue 1048576
   */
  readonly maxBodyBytes?: number;
  /**
   * Told of every request that was not received: a `WebhookInvalidError` where it was refused, a `ConfigurationError` where the
   * body had been read before, else what your handler threw.
   * What it throws is lost.
   * @defaultValue `console.error`
   */
  readonly onError?: (error: unknown) => void;
}

/** A request, as far as receiving goes. */
export interface IncomingDelivery {
  readonly method: string | undefined;
  readonly headers: WebhookHeaders;
  /** The body: whole, or in pieces that nothing has read yet. Undefined where something has. */
  body(): AsyncIterable<RawBody> | RawBody | undefined;
}

/** An answer: a short text of the kind `text/plain`, which is empty for a success. */
export interface WebhookAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

const statuses: { readonly [reason in WebhookInvalidReason]: number } = {
  'token-missing': 401,
  'token-repeated': 401,
  'token-wrong': 401,
  'body-too-large': 413,
  'body-not-json': 400,
  'not-an-event': 400,
  'method-not-allowed': 405,
};

/** Makes what the handlers have in common. What it returns never rejects: what `onError` throws is lost. */
export function receiver({
  token,
  on,
  duplicates = recentStates(),
  maxBodyBytes = 2 ** 20,
  onError = console.error,
}: WebhookHandlerOptions): (delivery: IncomingDelivery) => Promise<WebhookAnswer> {
  const checkToken = tokenCheck(token);
  const handle = handleOnce(duplicates, (event: WebhookEvent) => {
    const handler = on[event.type] as ((event: WebhookEvent) => unknown) | undefined;
    return handler?.(event);
  });
  return async ({ method, headers, body }) => {
    try {
      if (method !== 'POST') {
        throw new WebhookInvalidError('method-not-allowed', 'A webhook is sent as POST.');
      }
      // Before the body is read, so that strangers cannot make this process hold anything.
      await checkToken(headers);
      await handle(parseEvent(await collect(body(), maxBodyBytes)));
      return { status: 204, headers: {}, text: '' };
    } catch (error) {
      // What it throws is lost: the sender waits for an answer, not for a log.
      (async () => onError(error))().catch(() => {});
      const isRefused = error instanceof WebhookInvalidError;
      return {
        status: isRefused ? statuses[error.reason] : 500,
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          ...(method === 'POST' ? {} : { Allow: 'POST' }),
        },
        text: isRefused ? error.message : 'Failed. Send it again.',
      };
    }
  };
}

async function collect(
  body: ReturnType<IncomingDelivery['body']>,
  maxBodyBytes: number,
): Promise<Uint8Array> {
  if (body === undefined) {
    throw new ConfigurationError(
      "The webhook's body was already read. Mount the handler before express.json(), or after express.raw({ type: 'application/json' }).",
    );
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of isRawBody(body) ? [body] : body) {
    const bytes = toBytes(piece);
    size += bytes.byteLength;
    // What is too much is read all the same: to stop would cut the connection before the answer.
    if (size <= maxBodyBytes) pieces.push(bytes);
  }
  if (size > maxBodyBytes) {
    throw new WebhookInvalidError(
      'body-too-large',
      `The body is longer than maxBodyBytes (${maxBodyBytes}).`,
    );
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}

/**
 * Makes a handler for servers that speak the Fetch API: Next.js, Hono, Deno, Bun, workers.
 *
 * It answers 204 to an event that was handled, or that was handled before; 4xx to what is not from Truework or not an event; 500
 * where your handler threw. Every event is handled at least once: your handler can see one twice, or late, or out of order, so
 * let it be harmless to repeat, and read the verification for its present state.
 *
 * @throws ConfigurationError where a token cannot be one.
 */
export function webhookHandler(options: WebhookHandlerOptions): (request: Request) => Promise<Response> {
  const receive = receiver(options);
  return async (request) => {
    const { status, headers, text } = await receive({
      method: request.method,
      headers: request.headers,
      body: () => (request.bodyUsed ? undefined : ((request.body ?? '') as AsyncIterable<RawBody> | RawBody)),
    });
    return new Response(status === 204 ? null : text, { status, headers });
  };
}
