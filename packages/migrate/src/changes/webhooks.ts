import { isObject, noteLost, objectOf } from '../fields.ts';
import { hookStateToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable } from '../values.ts';

// A change of state is the same event, with the id of the order beside it. Samples lack some fields of the hook. A completed order is an
// event of its own, which says nothing of its verifications: they have to be read.

// The end of a session is no longer sent. It is derived from the order of a login, in the form of recordings.

const events = {
  state: 'verification_request.state.change',
  session: 'credentials_session.state.change',
} as const;

/** The URL of a hook that has none. */
const noUrl = 'about:blank';

export function hookFromLater(
  hook: Later.OrderStateChangeHook | Later.OrderCompletedHook | undefined,
  notes: Notes,
): Legacy.Hook {
  const { id, target, triggered_at } = objectOf(hook);
  noteLost({ triggered_at }, 'New in 2023-10-30.', notes);
  if (typeof id !== 'number') notes.at('id').add('assumed', 'It is missing. It becomes 0.');
  if (typeof target !== 'string') notes.at('target').add('assumed', 'It is missing. It becomes about:blank.');
  return {
    id: typeof id === 'number' ? id : 0,
    event: events.state,
    target: typeof target === 'string' ? target : noUrl,
  };
}

/** @returns Undefined if it does not say which verification it is about, or that it is `other`. */
export function stateChangeFromLater(
  data: Later.OrderStateChangeData | undefined,
  notes: Notes,
): Legacy.VerificationStateChangeData | undefined {
  const { verification_request_id, state, credentials_session_token, order_id } = objectOf(data);
  noteLost({ order_id }, '2019-10-15 has no orders. Store the id: you need it to cancel.', notes);
  if (typeof verification_request_id !== 'string') {
    notes.at('verification_request_id').add('reject', 'Missing, so there is no event about a verification.');
    return undefined;
  }
  const { to } = byTable(state, hookStateToLegacy);
  if (to === undefined)
    notes.at('state').add('assumed', '2019-10-15 has no such state. It becomes `processing`.');
  return {
    verification_request_id,
    state: to ?? 'processing',
    ...metadataFromLater(data?.metadata, notes.at('metadata')),
    ...(typeof credentials_session_token === 'string' && { credentials_session_token }),
  };
}

/** The events of sessions that succeeded. Only for a login of one person, and only for completed verifications. */
export function sessionChangesFromLater(
  changes: readonly Legacy.VerificationStateChange[],
): Legacy.CredentialsSessionStateChange[] {
  return changes.flatMap(
    ({ hook, data: { state, credentials_session_token: token, verification_request_id } }) => {
      if (!token || state !== 'completed') return [];
      const data = { state: 'success', token, verification_request_id };
      return [{ hook: { ...hook, event: events.session }, data }];
    },
  );
}

/** Only strings: 2019-10-15 has nothing else in metadata. */
export function metadataFromLater(metadata: unknown, notes: Notes): { metadata?: Legacy.Metadata } {
  if (!isObject(metadata)) return {};
  const texts = Object.entries(metadata).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (texts.length < Object.keys(metadata).length)
    notes.add('lost', 'Values that are not strings are left out.');
  return { metadata: Object.fromEntries(texts) };
}
