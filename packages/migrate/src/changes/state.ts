import { stateToLegacy } from '../generated/enums.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable, canonicalOf, type Wrapped } from '../values.ts';

// The six states are the same, wrapped. `other`, and any state that is newer than this package, is taken for `processing`: that is not
// final, so nobody stops waiting and nobody starts to read.

export function stateFromLater(state: Wrapped, notes: Notes): Legacy.VerificationState {
  const { to, known } = byTable(canonicalOf(state), stateToLegacy);
  if (!known)
    notes.add('assumed', '2019-10-15 has no such state. Taken for `processing`, which is not final.');
  return to ?? 'processing';
}
