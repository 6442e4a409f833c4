import { boundTo } from './bound-to.ts';
import { connectAs } from './connection.ts';
import { reconcileVerification } from './created-verification.ts';
import { type Methods, methodsOf } from './generated/methods.gen.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import type { TrueworkOptions } from './options.ts';
import type { ReconcileSinceOptions } from './reconcile.ts';
import { handleEvent, type StateChangeEvent, type WaitOptions, waitForVerification } from './wait.ts';

/** What the client does with verifications beyond single calls. */
interface VerificationsBehavior {
  /** Finds out whether a create took effect, after a crash or in the next run of a job. See {@link reconcileVerification}. */
  reconcile(input: VerificationInput, options: ReconcileSinceOptions): Promise<Verification | undefined>;
  /** Waits until a verification is in a final state. See {@link waitForVerification}. */
  waitFor(id: string, options?: WaitOptions): Promise<Verification>;
  /** Notifies the waits of this client that a verification changed. See {@link handleEvent}. */
  handleEvent(event: StateChangeEvent): void;
}

/**
 * A client of the API. Every call throws a `TrueworkError` and nothing else; `.result()` of a call gives a union instead, and
 * `.withResponse()` the response beside the data.
 */
export interface Truework extends Methods {
  /** Creates, reads, lists and cancels verifications, and waits for them. */
  readonly verifications: Methods['verifications'] & VerificationsBehavior;
}

/**
 * Makes a client of the API in version 2019-10-15.
 *
 * @throws {@link ConfigurationError} if an option cannot be used. Nothing is sent.
 */
export function createTruework(options: TrueworkOptions): Truework {
  const connection = connectAs('createTruework', options);
  const bound = boundTo(connection);
  const methods = methodsOf(connection);
  const behavior: VerificationsBehavior = {
    reconcile: bound(reconcileVerification),
    waitFor: bound(waitForVerification),
    handleEvent: bound(handleEvent),
  };
  return { ...methods, verifications: { ...methods.verifications, ...behavior } };
}
