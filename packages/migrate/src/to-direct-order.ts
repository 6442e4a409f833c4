import { searchKeyToLater } from './changes/search-key.ts';
import { sessionToLater } from './changes/session.ts';
import { noteUnknownFields, objectOf } from './fields.ts';
import type { TrueworkDirectOrderInput } from './generated/later-types.gen.ts';
import type { CredentialsSessionInput } from './generated/types.gen.ts';
import { Notes } from './note.ts';
import { type ConvertedRequest, type OrderRequest, type Supplied, unlessStopped } from './request.ts';

/** What a credentials session becomes. */
export type DirectOrderRequest = OrderRequest<'/orders/truework-direct', TrueworkDirectOrderInput>;

/** How a session is converted. */
export interface ToDirectOrderOptions {
  /** What 2023-10-30 requires and the input lacks. */
  readonly supplied?: Supplied | undefined;
}

const known = ['type', 'permissible_purpose', 'use_case', 'target', 'metadata', 'reseller_originating_party'];

/**
 * Converts a credentials session of 2019-10-15 to an order with a login of 2023-10-30.
 *
 * @param session - The body that creates it.
 * @returns The request, unless a note stops it: the person's email address and date of birth are required now.
 */
export function toDirectOrder(
  session: CredentialsSessionInput,
  { supplied = {} }: ToDirectOrderOptions = {},
): ConvertedRequest<DirectOrderRequest> {
  const notes = new Notes();
  const input = objectOf(session);
  noteUnknownFields(input, known, notes);
  const target = sessionToLater(input, supplied, notes);
  const body = { targets: [target], ...searchKeyToLater(supplied.search_key, input.target, notes) };
  return unlessStopped({ method: 'POST', path: '/orders/truework-direct', body }, notes);
}
