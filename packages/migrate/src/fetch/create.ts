import { fromDirectOrder } from '../from-direct-order.ts';
import type { Order } from '../generated/later-types.gen.ts';
import type {
  CredentialsSessionInput,
  ReverificationInput,
  VerificationInput,
} from '../generated/types.gen.ts';
import { ignoringErrors } from '../ignore-errors.ts';
import type { Note } from '../note.ts';
import type { Supplied } from '../request.ts';
import { toDirectOrder } from '../to-direct-order.ts';
import { toOrder } from '../to-order.ts';
import { toReverification } from '../to-reverification.ts';
import { checkSupplied } from './check-options.ts';
import { type Exchange, failure } from './exchange.ts';
import type { FetchLikeResponse } from './fetch-like.ts';
import { chosenFields } from './read.ts';
import { shownOf } from './shown.ts';
import { json, type LaterRequest } from './transport.ts';

/** Creates an order for a create of a verification. */
export async function createVerification(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { input, init } = exchange;
  const supplied = await suppliedFor(exchange);
  const requestSync = init.headers['request-sync'] as 'sync' | 'async' | undefined;
  const { request, notes } = toOrder(input as VerificationInput, { supplied, requestSync });
  exchange.note(notes);
  if (request === undefined) return rejection(notes);
  await exchange.options.onSend?.(supplied.search_key, input as VerificationInput);
  return await created(exchange, request, supplied.search_key);
}

/** Creates an order with a login for a session. */
export async function createSession(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const supplied = await suppliedFor(exchange);
  const input = exchange.input as CredentialsSessionInput;
  const { request, notes } = toDirectOrder(input, { supplied });
  exchange.note(notes);
  if (request === undefined) return rejection(notes);
  await exchange.options.onSend?.(supplied.search_key, input);
  const { data: order, response, failure: failed } = await exchange.transport.send<Order>(request);
  if (failed) return failed;
  reportOrder(order, supplied.search_key, exchange, []);
  const converted = fromDirectOrder(order);
  exchange.note(converted.notes);
  return json(response.status, converted.session ?? {}, response);
}

/** Creates an order that verifies a report again. */
export async function reverifyVerification(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { request, notes } = toReverification(exchange.input as ReverificationInput);
  exchange.note(notes);
  if (request === undefined) return rejection(notes);
  return await created(exchange, request, undefined);
}

async function created(
  exchange: Exchange,
  request: LaterRequest,
  searchKey: string | undefined,
): Promise<Response | FetchLikeResponse> {
  const { data: order, response, failure: failed } = await exchange.transport.send<Order>(request);
  if (failed) return failed;
  const input = exchange.input as VerificationInput;
  const shown = shownOf(order, exchange, { input, date: response.headers.get('date') });
  reportOrder(
    order,
    searchKey,
    exchange,
    shown.map(({ id }) => id),
  );
  return json(response.status, chosenFields(shown[0] ?? {}, exchange), response);
}

/** What is supplied for a request, with its own search key: without one, the order of a lost response cannot be found. */
async function suppliedFor({ input, options }: Exchange): Promise<Supplied & { search_key: string }> {
  const { supplied = {} } = options;
  const given = typeof supplied === 'function' ? await supplied(input as VerificationInput) : supplied;
  checkSupplied('supplied', given);
  return { ...given, search_key: given.search_key ?? crypto.randomUUID() };
}

function reportOrder(
  { id }: Order,
  searchKey: string | undefined,
  { options }: Exchange,
  verificationIds: readonly string[],
): void {
  if (typeof id !== 'string') throw new TypeError('The order has no id.');
  ignoringErrors(() => options.onOrder?.({ orderId: id, searchKey, verificationIds }));
}

/** The notes that stop a request, in the shape of the API's `invalid_fields`. */
function rejection(notes: readonly Note[]): Response {
  const stops = notes.filter(({ kind }) => kind === 'supply' || kind === 'reject');
  const fields: Record<string, unknown> = {};
  for (const { path, reason } of stops) enter(fields, path.split('/').filter(Boolean), reason);
  return failure(400, 'Nothing was sent: the request cannot be converted to 2023-10-30.', fields);
}

function enter(fields: Record<string, unknown>, path: readonly string[], reason: string): void {
  const [name = '*', ...rest] = path;
  const there = fields[name];
  // A reason about the whole field comes first.
  if (rest.length === 0) fields[name] = Array.isArray(there) ? [...there, reason] : [reason];
  else if (!Array.isArray(there)) {
    const inside = (there ?? {}) as Record<string, unknown>;
    fields[name] = inside;
    enter(inside, rest, reason);
  }
}
