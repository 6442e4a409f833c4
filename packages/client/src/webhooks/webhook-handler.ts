import {
  aFunction,
  anything,
  aRecord,
  checkOptions,
  count,
  milliseconds,
  objectWith,
} from '../check-options.ts';
import { type Clock, steadyClock, systemClock } from '../clock.ts';
import { ConfigurationError } from '../errors.ts';
import { defaultLimitMs } from '../time-limit.ts';
import { collectBody } from './collect-body.ts';
import { handleOnce, recentStates, type StateStore } from './deduplicate.ts';
import { eventTypes, type KnownEvents, parseEvent, type UnknownEvent, type WebhookEvent } from './event.ts';
import type { RawBody } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';
import { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';

/** The handlers by name of the event. An event without a handler is accepted and ignored. */
export type EventHandlers = {
  readonly [Type in keyof KnownEvents]?: ((event: KnownEvents[Type]) => unknown) | undefined;
} & {
  /** Handles events that this version of the API does not have. */
  readonly unknown?: ((event: UnknownEvent) => unknown) | undefined;
};

/** Options of {@link webhookHandler} and of `nodeWebhookHandler`. */
export interface WebhookHandlerOptions {
  /** The hook's token, or an array of accepted tokens: an old and a new one, or those of several hooks. */
  readonly token: string | readonly string[];
  /**
   * The handlers of events. The response is sent when the handler's promise resolves, and Truework waits for it: store the event, and do
   * slow work elsewhere. If a handler throws, or takes longer than `timeoutMs`, the response is 500, and Truework repeats the delivery.
   */
  readonly on: EventHandlers;
  /**
   * Stores the last handled states, so that a repeated delivery is not handled again. Pass a shared store if several processes receive
   * webhooks.
   * @defaultValue `recentStates()`, in memory.
   */
  readonly dedupeStore?: StateStore | undefined;
  /**
   * The maximum size of a body, in bytes.
   * @defaultValue 1048576 (1 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * How long the body may take to arrive, and then how long your store and handler may take together, in milliseconds. If they take longer,
   * the event is not handled, and your handler is called again when Truework repeats the delivery.
   * @defaultValue 30000. Truework does not publish how long it waits; few senders wait longer.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Called with the error of every error response: a `WebhookInvalidError` if the delivery was rejected, a `WebhookTimeoutError` if your
   * handler or store took too long, a `ConfigurationError` if the body was read before, otherwise the error of your handler or store.
   * Errors thrown by it are ignored.
   * @defaultValue `console.error`
   */
  readonly onError?: ((error: unknown) => void) | undefined;
  /**
   * The source of time for `timeoutMs`.
   * @defaultValue The system's clock and timers.
   */
  readonly clock?: Clock | undefined;
}

/** The part of a request that a receiver uses. */
export interface IncomingDelivery {
  readonly method: string | undefined;
  readonly headers: WebhookHeaders;
  /** The body, or its unread chunks. Undefined if it was read before. */
  body(): AsyncIterable<RawBody> | RawBody | undefined;
}

/** A response: `text/plain`, which is empty for a success. */
export interface WebhookResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

const statuses: { readonly [reason in WebhookInvalidReason]: number } = {
  'token-missing': 401,
  'token-repeated': 401,
  'token-wrong': 401,
  'body-too-large': 413,
  'body-timeout': 408,
  'body-too-deep': 400,
  'body-not-json': 400,
  'not-an-event': 400,
  'method-not-allowed': 405,
  'too-many': 503,
};

const rules = {
  token: anything,
  on: aRecord('an object with a handler for each event'),
  dedupeStore: objectWith(['get', 'set'], 'a store, which has get() and set()'),
  maxBodyBytes: count(1),
  timeoutMs: milliseconds,
  onError: aFunction,
  clock: objectWith(['now', 'after'], 'a Clock, which has now() and after()'),
};

const handlerRules = Object.fromEntries([...eventTypes, 'unknown'].map((type) => [type, aFunction]));

/** Receives deliveries, for any kind of server. */
export interface Receiver {
  /** Handles a delivery. Never rejects, whatever your code or reading the delivery throws. */
  receive(read: () => IncomingDelivery): Promise<WebhookResponse>;
  /** Passes an error to `onError`, and ignores what that throws. */
  report(error: unknown): void;
}

/**
 * Makes the receiver of a handler.
 *
 * @param caller - The function that was called with the options, for the messages.
 */
export function receiver(caller: string, options: WebhookHandlerOptions): Receiver {
  const given = checkOptions(caller, options, rules);
  const { token, dedupeStore = recentStates(), onError } = given;
  const { maxBodyBytes = 2 ** 20, timeoutMs = defaultLimitMs } = given;
  const clock = given.clock ? steadyClock(given.clock) : systemClock;
  const on = checkOptions(`${caller}: on`, given.on, handlerRules);
  const checkToken = tokenCheck(caller, token);
  const handle = handleOnce(dedupeStore, (event: WebhookEvent) => handlerOf(on, event)?.(event), {
    timeoutMs,
    clock,
  });
  const readEvent = async ({ method, headers, body }: IncomingDelivery) => {
    if (method !== 'POST') {
      throw new WebhookInvalidError('method-not-allowed', 'A webhook must be a POST request.');
    }
    // Before the body is read, so that a stranger cannot fill the memory.
    await checkToken(headers);
    const limits = { maxBodyBytes, timeoutMs, clock };
    return parseEvent(await collectBody(caller, unreadBody(body()), limits));
  };
  const report = (error: unknown) => {
    (async () => (onError ?? console.error)(error))().catch(() => {});
  };
  return {
    report,
    async receive(read) {
      try {
        await handle(await readEvent(read()));
        return { status: 204, headers: {}, text: '' };
      } catch (error) {
        report(error);
        return errorResponse(error);
      }
    },
  };
}

function handlerOf(
  on: EventHandlers,
  { type }: WebhookEvent,
): ((event: WebhookEvent) => unknown) | undefined {
  return on[type] as ((event: WebhookEvent) => unknown) | undefined;
}

function errorResponse(error: unknown): WebhookResponse {
  const { status, text } = rejectionOf(error) ?? { status: 500, text: 'Failed. Retry the delivery.' };
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...(status === 405 && { Allow: 'POST' }) },
    text,
  };
}

/** Undefined for an error of your code, which may be anything. */
function rejectionOf(error: unknown): { status: number; text: string } | undefined {
  try {
    if (!(error instanceof WebhookInvalidError) || !Object.hasOwn(statuses, error.reason)) return undefined;
    return { status: statuses[error.reason], text: error.message };
  } catch {
    return undefined;
  }
}

function unreadBody(body: ReturnType<IncomingDelivery['body']>): AsyncIterable<RawBody> | RawBody {
  if (body !== undefined) return body;
  throw new ConfigurationError(
    "The webhook's body is gone: it was read before, or the response was sent before. Mount the handler before express.json(), or after express.raw({ type: 'application/json' }).",
  );
}

/**
 * Makes a handler for servers with the Fetch API: Next.js, Hono, Deno, Bun and workers.
 *
 * It responds with 204 if the event was handled, now or before; with 4xx if the request is not from Truework or not an event; and with 500
 * if your handler threw or took too long. Every event is handled at least once. Your handler may be called twice, late or out of order, so
 * make it idempotent, and read the verification for its current state.
 *
 * @throws {@link ConfigurationError} if an option is invalid.
 * @example
 * ```ts
 * export const POST = webhookHandler({
 *   token,
 *   on: { 'verification_request.state.change': ({ data }) => queue.add(data) },
 * });
 * ```
 */
export function webhookHandler(options: WebhookHandlerOptions): (request: Request) => Promise<Response> {
  const { receive } = receiver('webhookHandler', options);
  return async (request) => {
    const { status, headers, text } = await receive(() => ({
      method: request.method,
      headers: request.headers,
      body: () => bodyOf(request),
    }));
    return new Response(status === 204 ? null : text, { status, headers });
  };
}

function bodyOf({ body, bodyUsed }: Request): AsyncIterable<RawBody> | RawBody | undefined {
  if (bodyUsed || body?.locked) return undefined;
  return (body as AsyncIterable<RawBody> | null) ?? new Uint8Array();
}
