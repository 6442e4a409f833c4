import { reverificationToLater } from './changes/reverification.ts';
import { noteUnknownFields } from './fields.ts';
import type { OrderReverificationInput } from './generated/later-types.gen.ts';
import type { ReverificationInput } from './generated/types.gen.ts';
import { Notes } from './note.ts';
import { type ConvertedRequest, type OrderRequest, unlessStopped } from './request.ts';

/** What a reverification becomes. `Request-Sync` is still a header of it. */
export type ReverificationRequest = OrderRequest<'/orders/reverification', OrderReverificationInput>;

/**
 * Converts a reverification of 2019-10-15 to one of 2023-10-30. It is not known whether that accepts a report from an older
 * version: try it once in Truework's sandbox.
 *
 * @param input - The body of the reverification.
 */
export function toReverification(input: ReverificationInput): ConvertedRequest<ReverificationRequest> {
  const notes = new Notes();
  noteUnknownFields(input, ['report_id'], notes);
  const body = reverificationToLater(input, notes);
  return unlessStopped({ method: 'POST', path: '/orders/reverification', body }, notes);
}
