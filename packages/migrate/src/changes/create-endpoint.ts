import { isObject } from '../fields.ts';
import type { Notes } from '../note.ts';

// 2019-10-15 has one operation to create a verification, and `Request-Sync` chooses whether it waits.
// 2023-10-30 has one for an employer that is named, which never waits, and one that searches, which always does.

export type CreatePath = '/orders/target-employer' | '/orders/employer-search';

/** Which operation a create becomes. */
export function createPathOf(
  input: { readonly target?: unknown },
  requestSync: 'sync' | 'async' | undefined,
  notes: Notes,
): CreatePath {
  const { target } = input;
  const hasCompany = isObject(target) && target['company'] !== undefined && target['company'] !== null;
  const header = (kind: 'reject' | 'behavior', reason: string) =>
    notes.list.push({ kind, path: 'Request-Sync', reason });
  if (hasCompany) {
    if (requestSync === 'sync')
      header(
        'reject',
        'An order with an employer never waits. Leave Request-Sync out, and read the order later.',
      );
    return '/orders/target-employer';
  }
  if (requestSync !== 'sync')
    header('behavior', 'The response comes with the outcome, after seconds. Give the call more time.');
  return '/orders/employer-search';
}
