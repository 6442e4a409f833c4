import { checkedConnection } from './checked-connection.ts';
import type { Connection } from './connection.ts';
import { listVerifications } from './generated/operations.gen.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import type { CallRequest } from './operation.ts';
import { asList } from './pagination.ts';
import { onlyTrueworkErrors } from './plug-in.ts';
import {
  createdIdsOf,
  pluggedInFailed,
  type ReconcileSinceOptions,
  reconcileCreate,
  reconcileSince,
  type SearchIn,
} from './reconcile.ts';

/** Has a create remember the id of its verification, and makes it reconcilable if its outcome is unknown. */
export function createdVerification(connection: Connection): Partial<CallRequest> {
  return {
    ...reverifiedVerification(connection),
    reconcile: (text, sent) => reconcileCreate(searchIn(connection), text, sent),
    fields: ['id'],
  };
}

/** Has a reverify remember the id of its verification, so that no create takes it for its own. */
export function reverifiedVerification(connection: Connection): Partial<CallRequest> {
  return {
    received: (data) => createdIdsOf(connection).claim((data as Verification).id, {}),
  };
}

/**
 * Finds out whether a create took effect, after a crash or in the next run of a job. Searches the verifications that were created since,
 * for the one that has the `loan_id` or `metadata` of the input and matches it in everything else.
 *
 * @param input - The input of the create.
 * @returns The verification, or undefined if none was created, so that you may create it. Undefined is returned only after `settleMs`,
 * because the server may still be working; a verification is returned as soon as it is found.
 * @throws {@link UndecidedError} if the result is uncertain: the input has neither a `loan_id` nor `metadata`, several verifications
 * match, or the API does not show enough of one.
 * @throws {@link ConfigurationError} if an option or the input is invalid.
 * @throws Every error of `verifications.list`.
 */
export async function reconcileVerification(
  connection: Connection,
  input: VerificationInput,
  options: ReconcileSinceOptions,
): Promise<Verification | undefined> {
  return await onlyTrueworkErrors(pluggedInFailed, () =>
    reconcileSince(searchIn(checkedConnection('reconcile', connection)), input, options),
  );
}

function searchIn(connection: Connection): SearchIn {
  return {
    clock: connection.clock,
    created: createdIdsOf(connection),
    // Not by the generated function, whose file imports this one.
    list: (signal) =>
      asList(listVerifications, { limit: 100 }, (query) =>
        connection.call(listVerifications, { query }, { signal }),
      ),
  };
}
