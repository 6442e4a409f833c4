import { stateFromLater } from './changes/state.ts';
import { hookFromLater, metadataFromLater, sessionChangesFromLater } from './changes/webhooks.ts';
import { itemsOf, noteLost, objectOf } from './fields.ts';
import type { Order, OrderCompleted } from './generated/later-types.gen.ts';
import type { CredentialsSessionStateChange, VerificationStateChange } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** Changes of state, as 2019-10-15 sends them. */
export interface FromOrderCompleted {
  /** One for each verification of the order. */
  readonly events: VerificationStateChange[];
  /** `credentials_session.state.change`, one for each completed verification. Empty if the order is not a login of one person. */
  readonly sessionEvents: CredentialsSessionStateChange[];
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts the event `order.completed`, which 2019-10-15 does not have, to a change of state for each verification of the order.
 *
 * @param event - The body that Truework sent. Check its token first.
 * @param response - The order that it names, read with `GET /orders/{order_id}`.
 */
export function fromOrderCompleted(event: OrderCompleted, response: Order): FromOrderCompleted {
  const notes = new Notes();
  const order = objectOf(response);
  const { version, hook: given, data } = objectOf(event);
  noteLost({ version }, 'New in 2023-10-30.', notes);
  if (data?.order_id !== undefined && data.order_id !== order.id) {
    notes.at('data').at('order_id').add('reject', 'The event names a different order.');
    return { events: [], sessionEvents: [], notes: notes.list };
  }
  const hook = hookFromLater(given, notes.at('hook'));
  const metadata = metadataFromLater(data?.metadata, notes.at('data').at('metadata'));
  const session = sessionOf(order);
  const events = itemsOf(order.verification_requests).map((verification, index) => {
    const at = notes.at('verification_requests').at(index);
    const state = stateFromLater(verification.state, at.at('state'));
    return { hook, data: { verification_request_id: verification.id, state, ...metadata, ...session } };
  });
  return { events, sessionEvents: sessionChangesFromLater(events), notes: notes.list };
}

/** The token of a login, if it is of one person. */
function sessionOf(order: Order): { credentials_session_token?: string } {
  const [target, ...others] = itemsOf(order.truework_direct?.targets);
  if (target === undefined || others.length > 0) return {};
  return { credentials_session_token: target.truework_direct_session_token };
}
