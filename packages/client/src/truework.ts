import { boundTo } from './bound-to.ts';
import { connectAs } from './connection.ts';
import { reconcileVerification } from './created-verification.ts';
import { type Methods, methodsOf } from './generated/methods.gen.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import type { TrueworkOptions } from './options.ts';
import type { ReconcileSinceOptions } from './reconcile.ts';
import { handleEvent, type StateChangeEvent, type WaitOptions, waitForVerification } from './wait.ts';

/** Methods that make several calls. */
interface VerificationsBehavior {
  /**
   * Finds out whether a create took effect, after a crash or in the next run of a job. See {@link reconcileVerification}.
   *
   * @example
   * ```ts
   * const created = (await truework.verifications.reconcile(input, { since })) ?? (await truework.verifications.create(input));
   * ```
   */
  reconcile(input: VerificationInput, options: ReconcileSinceOptions): Promise<Verification | undefined>;
  /**
   * Waits until a verification is in a final state. See {@link waitForVerification}.
   *
   * @example
   * ```ts
   * const { state, reports } = await truework.verifications.waitFor(id, { deadlineMs: 3_600_000 });
   * ```
   */
  waitFor(id: string, options?: WaitOptions): Promise<Verification>;
  /**
   * Has the waits of this client read a verification now, because a webhook reported that it changed. See {@link handleEvent}.
   *
   * @example
   * ```ts
   * webhookHandler({ token, on: { 'verification_request.state.change': truework.verifications.handleEvent } });
   * ```
   */
  handleEvent(event: StateChangeEvent): void;
}

/**
 * A client of the API. Every call throws a `TrueworkError` and nothing else. `.result()` of a call returns the error instead, and
 * `.withResponse()` returns the response along with the data.
 *
 * @example
 * ```ts
 * const verification = await truework.verifications.create(input);
 * for await (const { id, state } of truework.verifications.list()) console.log(id, state);
 * ```
 */
export interface Truework extends Methods {
  /** Creates, reads, lists and cancels verifications, and waits for them. */
  readonly verifications: Methods['verifications'] & VerificationsBehavior;
}

/**
 * Makes a client of the API in version 2019-10-15. Nothing is sent.
 *
 * @throws {@link ConfigurationError} if an option is invalid, for example if `token` is not a secret key.
 * @example
 * ```ts
 * const truework = createTruework({ token: process.env.TRUEWORK_TOKEN ?? '', environment: 'sandbox' });
 * const verification = await truework.verifications.get(id);
 * ```
 */
export function createTruework(options: TrueworkOptions): Truework {
  const connection = connectAs('createTruework', options);
  const bound = boundTo(connection);
  const methods = methodsOf(connection);
  const behavior: VerificationsBehavior = {
    reconcile: bound(reconcileVerification),
    waitFor: bound(waitForVerification),
    // Also as a callback, which may get more arguments.
    handleEvent: (event) => handleEvent(connection, event),
  };
  return { ...methods, verifications: { ...methods.verifications, ...behavior } };
}
