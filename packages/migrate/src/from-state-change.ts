import { hookFromLater, stateChangeFromLater } from './changes/webhooks.ts';
import { noteLost, objectOf } from './fields.ts';
import type { OrderStateChange } from './generated/later-types.gen.ts';
import type { VerificationStateChange } from './generated/types.gen.ts';
import { type Note, Notes } from './note.ts';

/** A change of state, as 2019-10-15 sends it. */
export interface FromStateChange {
  /** Undefined if the event does not say which verification it is about. */
  readonly event: VerificationStateChange | undefined;
  /** What is not the same in both versions. Empty if everything is. */
  readonly notes: Note[];
}

/**
 * Converts the event `verification_request.state.change` of 2023-10-30 to that of 2019-10-15.
 *
 * @param event - The body that Truework sent. Check its token first.
 */
export function fromStateChange(event: OrderStateChange): FromStateChange {
  const notes = new Notes();
  const { version, ...given } = objectOf(event);
  noteLost({ version }, 'New in 2023-10-30.', notes);
  const data = stateChangeFromLater(given.data, notes.at('data'));
  const hook = hookFromLater(given.hook, notes.at('hook'));
  return { event: data && { hook, data }, notes: notes.list };
}
