import { itemsOf } from '../fields.ts';
import { fromCancellation } from '../from-cancellation.ts';
import { stateToLegacy } from '../generated/enums.gen.ts';
import type { Order, OrderCancellation } from '../generated/later-types.gen.ts';
import type { CancellationInput } from '../generated/types.gen.ts';
import { toCancellation } from '../to-cancellation.ts';
import { byTable, canonicalOf } from '../values.ts';
import { type Exchange, failure } from './exchange.ts';
import type { FetchLikeResponse } from './fetch-like.ts';
import { notFound, readOrder } from './read.ts';
import { json, type LaterResponse } from './transport.ts';

/** Statuses by which 2019-10-15 rejects a cancellation. After any other, the client takes its outcome for unknown. */
const rejections = [401, 403, 404, 406, 429, 451];

const final = ['completed', 'canceled', 'invalid'];

/** Cancels the order of a verification, if that cancels no other verification. */
export async function cancelVerification(exchange: Exchange): Promise<Response | FetchLikeResponse> {
  const { data: order, failure: failed } = await readBefore(exchange);
  if (failed) return failed;
  const [id = ''] = exchange.route.ids;
  const all = itemsOf(order.verification_requests);
  const verificationId = order.id === id ? (all[0]?.id ?? id) : id;
  if (exchange.options.cancelWholeOrders !== true && hasOthers(order, verificationId))
    return failure(
      403,
      'Nothing was cancelled: the order has other verifications, which would be cancelled too. Set cancelWholeOrders to cancel them all.',
    );
  const { request, notes } = toCancellation(exchange.input as CancellationInput, { orderId: order.id });
  exchange.note(notes);
  if (request === undefined)
    return failure(400, 'Nothing was sent: the cancellation cannot be converted to 2023-10-30.');
  const sent = await exchange.transport.send<OrderCancellation>(request);
  if (sent.failure) return sent.failure;
  const canceled = fromCancellation(sent.data, verificationId, { price: exchange.price });
  exchange.note(canceled.notes);
  return canceled.verification
    ? json(sent.response.status, canceled.verification, sent.response)
    : notFound();
}

/** Reads the order that is to be cancelled. A failure of this must not look as if something might have been cancelled. */
async function readBefore(exchange: Exchange): Promise<LaterResponse<Order>> {
  try {
    const read = await readOrder(exchange);
    if (!read.failure || rejections.includes(read.failure.status)) return read;
  } catch {
    // Whatever failed only read.
  }
  return { failure: failure(424, 'Nothing was cancelled: the order could not be read.') };
}

/** Whether the order has other verifications that are not final. */
function hasOthers(order: Order, verificationId: string): boolean {
  return itemsOf(order.verification_requests).some(({ id, state }) => {
    const { to = 'processing' } = byTable(canonicalOf(state), stateToLegacy);
    return id !== verificationId && !final.includes(to);
  });
}
