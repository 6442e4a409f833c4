import { cancellationToLater } from './changes/cancellation.ts';
import { noteUnknownFields } from './fields.ts';
import type { OrderCancellationInput } from './generated/later-types.gen.ts';
import type { CancellationInput } from './generated/types.gen.ts';
import { Notes } from './note.ts';
import { type ConvertedRequest, type OrderRequest, unlessStopped } from './request.ts';

/** What a cancellation becomes. */
export type CancelOrderRequest = OrderRequest<`/orders/${string}/cancel`, OrderCancellationInput>;

/** How a cancellation is converted. */
export interface ToCancellationOptions {
  /** The id of the verification's order, which is not the id of the verification. Store it when you create. */
  readonly orderId?: string | undefined;
}

/**
 * Converts the cancellation of a verification to the cancellation of its order, with all of its verifications that are not final.
 *
 * @param input - The body of the cancellation.
 */
export function toCancellation(
  input: CancellationInput,
  { orderId }: ToCancellationOptions = {},
): ConvertedRequest<CancelOrderRequest> {
  const notes = new Notes();
  noteUnknownFields(input, ['cancellation_reason', 'cancellation_details'], notes);
  const body = cancellationToLater(input, notes);
  const isId = typeof orderId === 'string' && !['', '.', '..'].includes(orderId);
  if (!isId) {
    const how = 'Supply orderId: store it when you create, or look it up with GET /orders?verification_id=.';
    notes.list.push({
      kind: 'supply',
      path: 'orderId',
      reason: `An order is cancelled by its own id. ${how}`,
    });
  }
  const path = `/orders/${encodeURIComponent(orderId ?? '')}/cancel` as const;
  return unlessStopped({ method: 'PUT', path, body }, notes);
}
