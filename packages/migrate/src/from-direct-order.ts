import { sessionFromLater } from './changes/session.ts';
import { noteLost, objectOf } from './fields.ts';
import type { Order } from './generated/later-types.gen.ts';
import type { CredentialsSession } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A credentials session, as 2019-10-15 shows it. */
export interface FromDirectOrder {
  /** Undefined if the order is not one with a login. Its `id` is that of the order. */
  readonly session: CredentialsSession | undefined;
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts an order with a login to a credentials session. The token opens the same widget.
 *
 * @param response - The response of `POST /orders/truework-direct`.
 */
export function fromDirectOrder(response: Order): FromDirectOrder {
  const notes = new Notes();
  const order = objectOf(response);
  const { search_key, truework_direct_session_link } = order;
  noteLost({ search_key, truework_direct_session_link }, '2019-10-15 has no such field.', notes);
  return { session: sessionFromLater(order, notes), notes: notes.list };
}
