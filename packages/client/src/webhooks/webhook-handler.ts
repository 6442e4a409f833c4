import { aFunction, checkOptions, count, milliseconds, objectWith } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { ConfigurationError } from '../errors.ts';
import { usualLimitMs } from '../time-limit.ts';
import { collectBody } from './collect-body.ts';
import { handleOnce, recentStates, type StateStore } from './deduplicate.ts';
import { eventTypes, type KnownEvents, parseEvent, type UnknownEvent, type WebhookEvent } from './event.ts';
import type { RawBody } from './raw-body.ts';
import { tokenCheck, type WebhookHeaders } from './token-check.ts';
import { WebhookInvalidError, type WebhookInvalidReason } from './webhook-invalid-error.ts';

/** What to do about each event. An event that is not named here is received and forgotten. */
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
   * What to do about each event. Truework waits for the response, which is given when the promise is fulfilled: keep the event, and
   * do slow work elsewhere. If your handler throws, or takes longer than `timeoutMs`, the response is 500, and Truework sends the
   * event again.
   */
  readonly on: EventHandlers;
  /**
   * Where the last handled states are kept, so that a repeated delivery is not handled again. Give a shared one if several
   * processes receive.
   * @defaultValue `recentStates()`, in memory.
   */
  readonly dedupeStore?: StateStore;
  /**
   * How long a body may be, in bytes.
   * @defaultValue 1048576
   */
  readonly maxBodyBytes?: number;
  /**
   * How long a body may take to come, and then how long your store and handler may take together, in milliseconds. What ends
   * later is ignored: the event counts as not handled, and your handler gets it again.
   * @defaultValue 30000. Truework does not publish how long it waits; hardly any sender waits longer.
   */
  readonly timeoutMs?: number;
  /**
   * Called with the reason of every error response: a `WebhookInvalidError` if the delivery was rejected, a `WebhookTimeoutError`
   * if your handler or store took too long, a `ConfigurationError` if something had read the body before, else what your handler
   * threw. What it throws or rejects with is lost.
   * @defaultValue `console.error`
   */
  readonly onError?: (error: unknown) => void;
  /**
   * Where the time for `timeoutMs` comes from.
   * @defaultValue The system's clock and timers.
   */
  readonly clock?: Pick<Clock, 'after'>;
}

/** A request, as far as receiving goes. */
export interface IncomingDelivery {
  readonly method: string | undefined;
  readonly headers: WebhookHeaders;
  /** The body: whole, or in pieces that nothing has read yet. Undefined if something has. */
  body(): AsyncIterable<RawBody> | RawBody | undefined;
}

/** A response: a short text of the kind `text/plain`, which is empty for a success. */
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
  token: { expected: '', isRight: () => true },
  on: objectWith([], 'an object with a handler for each event'),
  dedupeStore: objectWith(['get', 'set'], 'a store, which has get() and set()'),
  maxBodyBytes: count(1),
  timeoutMs: milliseconds,
  onError: aFunction,
  clock: objectWith(['after'], 'a Clock, which has after()'),
};

const handlerRules = Object.fromEntries([...eventTypes, 'unknown'].map((type) => [type, aFunction]));

/** What receives deliveries, for one kind of server or another. */
export interface Receiver {
  /** Never rejects, whatever reading the delivery or your code throws. */
  receive(read: () => IncomingDelivery): Promise<WebhookResponse>;
  /** Passes an error to `onError`. What that throws is lost: the sender waits for a response, not for a log. */
  report(error: unknown): void;
}

/**
 * Makes what the handlers have in common.
 *
 * @param caller - The function that was given the options, for the messages.
 */
export function receiver(caller: string, options: WebhookHandlerOptions): Receiver {
  checkOptions(caller, options, rules);
  const { token, on, dedupeStore = recentStates() } = options;
  const { maxBodyBytes = 2 ** 20, timeoutMs = usualLimitMs, clock = systemClock } = options;
  checkOptions(`${caller}: on`, on, handlerRules);
  const checkToken = tokenCheck(caller, token);
  const handle = handleOnce(dedupeStore, (event: WebhookEvent) => handlerOf(on, event)?.(event), {
    timeoutMs,
    clock,
  });
  const readEvent = async ({ method, headers, body }: IncomingDelivery) => {
    if (method !== 'POST') {
      throw new WebhookInvalidError('method-not-allowed', 'A webhook must be a POST request.');
    }
    // Before the body is read, so that strangers cannot make this process hold anything.
    await checkToken(headers);
    const limits = { maxBodyBytes, timeoutMs, clock };
    return parseEvent(await collectBody(caller, unreadBody(body()), limits));
  };
  const report = (error: unknown) => {
    (async () => (options.onError ?? console.error)(error))().catch(() => {});
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

/** Undefined for whatever your code threw, which may be anything. */
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
 * Makes a handler for servers that speak the Fetch API: Next.js, Hono, Deno, Bun, workers.
 *
 * The response is 204 for an event that was handled, or that was handled before; 4xx for what is not from Truework or not an
 * event; 500 if your handler threw or took too long. Every event is handled at least once: your handler can see one twice, or
 * late, or out of order, so let it be harmless to repeat, and read the verification for its present state.
 *
 * @throws ConfigurationError if an option cannot be used.
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
  return (body as AsyncIterable<RawBody> | null) ?? '';
}
