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

/** What a create does beyond sending a request: its id is remembered, and if its outcome is unknown, it can be reconciled. */
export function createdVerification(connection: Connection): Partial<CallRequest> {
  return {
    ...reverifiedVerification(connection),
    reconcile: (text, sent) => reconcileCreate(searchIn(connection), text, sent),
    fields: ['id'],
  };
}

/** What a reverification does beyond sending a request: nobody takes its verification for what a create left behind. */
export function reverifiedVerification(connection: Connection): Partial<CallRequest> {
  return {
    received: (data) => createdIdsOf(connection).claim((data as Verification).id, {}),
  };
}

/**
 * Finds out whether a create took effect, from nothing but what was sent and when: after a crash, or in the next run of a job.
 * Looks through the verifications created since, for the one that has the `loan_id` or `metadata` of the input and differs from it
 * in nothing.
 *
 * @param input - What was sent.
 * @returns The verification that was created, or undefined: none was, and you may create it. It takes `settleMs` to say so, because
 * a server may still be at work; the verification itself is found at once.
 * @throws {@link UndecidedError} if it cannot tell: the input has neither a `loan_id` nor `metadata`, more than one verification
 * fits, or the API does not show enough of one to tell.
 * @throws {@link ConfigurationError} if an option or the input cannot be used.
 * @throws Whatever a list throws.
 */
export async function reconcileVerification(
  connection: Connection,
  input: VerificationInput,
  options: ReconcileSinceOptions,
): Promise<Verification | undefined> {
  return await onlyTrueworkErrors(pluggedInFailed, () =>
    reconcileSince(searchIn(connection), input, options),
  );
}

function searchIn(connection: Connection): SearchIn {
  return {
    clock: connection.clock,
    created: createdIdsOf(connection),
    // By the table, not the generated function: that one's file refers to this one.
    list: (signal) =>
      asList('listVerifications', { limit: 100 }, (query) =>
        connection.call(listVerifications, { query }, { signal }),
      ),
  };
}
