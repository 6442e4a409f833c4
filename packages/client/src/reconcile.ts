import { pause } from './clock.ts';
import type { Connection } from './connection.ts';
import { ConfigurationError, type Reconcile, type UnknownOutcome } from './errors.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import { listVerifications } from './operations.ts';

/** How far apart two looks are, in milliseconds. */
const lookAgainMs = 5_000;

/** How much a server's clock and its answers' `Date`, which has no fractions, may differ, in milliseconds. */
const slackMs = 2_000;

/**
 * Finds the verification that a create left behind whose outcome is not known.
 *
 * @param input - The body of the create.
 * @param failure - What it failed with.
 */
export function reconcileCreate(
  connection: Connection,
  input: VerificationInput,
  failure: UnknownOutcome,
): Reconcile {
  const { clock } = connection;
  const { loan_id, metadata, target } = input;
  const entries = Object.entries(metadata ?? {});
  const lastFour = target.social_security_number.slice(-4);
  const sentMs = Date.parse(failure.requestTime as string);
  const fits = (verification: Verification): boolean =>
    (loan_id == null || verification.loan_id === loan_id) &&
    (verification.target.social_security_number ?? lastFour).endsWith(lastFour) &&
    entries.every(([name, value]) => verification.metadata?.[name] === value);

  /** What was made since and fits. */
  async function look(signal: AbortSignal | undefined): Promise<Verification[]> {
    const list = listVerifications(connection, { limit: 100 }, { signal });
    const { response } = await list.withResponse();
    // When the create was sent, by the server's clock.
    const skewMs = (Date.parse(response.headers.get('date') ?? '') || clock.now()) - clock.now();
    const since = sentMs + skewMs - slackMs;
    const found: Verification[] = [];
    for await (const { results } of list.pages()) {
      const times = results.map(({ created }) => Date.parse(created));
      found.push(
        ...results.filter((verification, index) => (times[index] as number) >= since && fits(verification)),
      );
      // The order is not documented: a page ends the search only where it is seen to go from new to old.
      const last = times.at(-1) ?? since;
      if (last < since && last < (times[0] as number)) break;
    }
    return found;
  }

  return async ({ signal, settleMs = 30_000 } = {}) => {
    for (;;) {
      const isSettled = clock.now() - sentMs >= settleMs;
      const [found, another] = await look(signal);
      if (another || (loan_id == null && entries.length === 0)) {
        throw new ConfigurationError('cannot tell: give each create its own loan_id or metadata.');
      }
      if (found || isSettled) return found;
      await pause(clock, lookAgainMs, signal);
    }
  };
}
