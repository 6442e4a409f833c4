import { priceOf } from '../changes/price.ts';
import { present } from '../fields.ts';
import { fromDirectOrder } from '../from-direct-order.ts';
import { fromOrder } from '../from-order.ts';
import type { Order } from '../generated/later-types.gen.ts';
import type {
  CredentialsSessionInput,
  ReverificationInput,
  VerificationInput,
} from '../generated/types.gen.ts';
import { type Note, Notes } from '../note.ts';
import type { Supplied } from '../request.ts';
import { toDirectOrder } from '../to-direct-order.ts';
import { toOrder } from '../to-order.ts';
import { toReverification } from '../to-reverification.ts';
import { type Exchange, failure, ignoringErrors } from './exchange.ts';
import { chosenFields, optionsOf } from './read.ts';
import { type FetchLikeResponse, json, type LaterRequest } from './transport.ts';

/** Creates an order for a create of a verification. */
export async function createVerification(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { input, init } = exchange;
  const supplied = await suppliedFor(exchange);
  const requestSync = init.headers['request-sync'] as 'sync' | 'async' | undefined;
  const { request, notes } = toOrder(input as VerificationInput, { supplied, requestSync });
  exchange.note(notes);
  if (request === undefined) return rejection(notes);
  return await created(exchange, request, supplied.search_key);
}

/** Creates an order with a login for a session. */
export async function createSession(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const supplied = await suppliedFor(exchange);
  const { request, notes } = toDirectOrder(exchange.input as CredentialsSessionInput, { supplied });
  exchange.note(notes);
  if (request === undefined) return rejection(notes);
  const { data: order, response, failure: failed } = await exchange.transport.send<Order>(request);
  if (failed) return failed;
  tellOf(order, supplied.search_key, exchange, []);
  const converted = fromDirectOrder(order);
  exchange.note(converted.notes);
  return json(response.status, converted.session ?? {}, response);
}

/** Creates an order that makes a report anew. */
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
  const { verifications, notes } = fromOrder(order, optionsOf(exchange));
  exchange.note(notes);
  const [verification = standIn(order, exchange, response)] = verifications;
  const ids = verifications.map(({ id }) => id);
  tellOf(order, searchKey, exchange, ids.length > 0 ? ids : [verification.id]);
  return json(response.status, chosenFields(verification, exchange), response);
}

/**
 * What stands in for the verification of an order that has none yet, or none that 2019-10-15 has a form for. The order exists and is
 * charged, so nothing may look as if it did not. Its own id is found by `verifications.get` as well.
 */
function standIn(order: Order, { input, price }: Exchange, response: FetchLikeResponse) {
  const id = order.verification_requests?.[0]?.id ?? order.id;
  const { type, permissible_purpose, use_case, loan_id, metadata, target } = input as VerificationInput;
  const created = Date.parse(response.headers.get('date') ?? '');
  return {
    id,
    state: 'processing',
    ...present({ type, permissible_purpose, use_case, metadata }),
    ...(Number.isNaN(created) ? {} : { created: new Date(created).toISOString() }),
    loan_id: loan_id ?? null,
    date_of_completion: null,
    turnaround_time: {},
    target: { first_name: target?.first_name, last_name: target?.last_name },
    ...priceOf(price, id, new Notes()),
  };
}

/** What is supplied for a request, with a search key of its own: without one, nobody finds what a lost response was about. */
async function suppliedFor({ input, options }: Exchange): Promise<Supplied> {
  const { supplied = {} } = options;
  const given = typeof supplied === 'function' ? await supplied(input as VerificationInput) : supplied;
  return { ...given, search_key: given.search_key ?? crypto.randomUUID() };
}

function tellOf(
  { id }: Order,
  searchKey: string | undefined,
  { options }: Exchange,
  verificationIds: readonly string[],
): void {
  ignoringErrors(() => options.onOrder?.({ orderId: id, searchKey, verificationIds }));
}

/** The notes that stop a request, as the API says which fields are invalid. */
function rejection(notes: readonly Note[]): Response {
  const stops = notes.filter(({ kind }) => kind === 'supply' || kind === 'reject');
  const fields: Record<string, unknown> = {};
  for (const { path, reason } of stops) enter(fields, path.split('/').filter(Boolean), reason);
  return failure(400, 'Nothing was sent: the request cannot be converted to 2023-10-30.', fields);
}

function enter(fields: Record<string, unknown>, path: readonly string[], reason: string): void {
  const [name = '*', ...rest] = path;
  const there = fields[name];
  // Whoever is about the whole of it comes first.
  if (rest.length === 0) fields[name] = Array.isArray(there) ? [...there, reason] : [reason];
  else if (!Array.isArray(there)) {
    const inside = (there ?? {}) as Record<string, unknown>;
    fields[name] = inside;
    enter(inside, rest, reason);
  }
}
