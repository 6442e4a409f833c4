import { pause } from './clock.ts';
import type { Connection } from './connection.ts';
import { type Reconcile, UndecidedError, type UnknownOutcome } from './errors.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import { listVerifications } from './operations.ts';

/** How far apart two looks are, in milliseconds. */
const lookAgainMs = 5_000;

/** How much a server's clock and its answers' `Date`, which has no fractions, may differ, in milliseconds. */
const slackMs = 2_000;

/**
 * Finds the verification that a create left behind whose outcome is not known.
 *
 * @param text - The body of the create, as it was sent.
 * @param failure - What it failed with.
 */
export function reconcileCreate(connection: Connection, text: string, failure: UnknownOutcome): Reconcile {
  const { clock } = connection;
  const input = JSON.parse(text) as VerificationInput;
  const sentMs = Date.parse(failure.requestTime as string);
  const failedMs = clock.now();
  const marks = [...marksOf(input)].filter(([, mark]) => mark);

  /** Whether it may be what was sent: the API leaves `metadata` out of some. */
  const mayBe = (seen: Verification) => {
    const shown = marksOf(seen);
    const lastFour = input.target.social_security_number.slice(-4);
    return (
      marks.every(([name, mark]) => (shown.get(name) || mark) === mark) &&
      (seen.target.social_security_number ?? lastFour).endsWith(lastFour)
    );
  };
  /** Whether what may be it shows what tells it apart: its loan, or all of its marks. */
  const isMarked = (seen: Verification) => {
    const shown = marksOf(seen);
    return (input.loan_id && shown.get('')) || marks.every(([name]) => shown.get(name));
  };

  /** What was made since and may be it. */
  async function look(signal: AbortSignal | undefined): Promise<Verification[]> {
    const list = listVerifications(connection, { limit: 100 }, { signal });
    const { response } = await list.withResponse();
    // When the create was sent, by the server's clock.
    const skewMs = (Date.parse(response.headers.get('date') ?? '') || clock.now()) - clock.now();
    const since = sentMs + skewMs - slackMs;
    const found: Verification[] = [];
    for await (const { results } of list.pages()) {
      const times = results.map(({ created }) => Date.parse(created));
      found.push(...results.filter((seen, index) => !((times[index] as number) < since) && mayBe(seen)));
      // The order is not documented: a page ends the search only where it is seen to go from new to old.
      const last = times.at(-1) ?? since;
      if (last < since && last < (times[0] as number)) break;
    }
    return found;
  }

  return async ({ signal, settleMs = 30_000 } = {}) => {
    while (marks[0]) {
      const isSettled = clock.now() - failedMs >= settleMs;
      const found = await look(signal);
      const [one, another] = found.filter(isMarked);
      if (another || (isSettled && found[0] && !one)) break;
      if (one || isSettled) return one;
      await pause(clock, lookAgainMs, signal);
    }
    throw new UndecidedError('cannot tell: give each create its own loan_id.');
  };
}

/** What tells orders apart: the metadata by its names, and the loan by none. As texts that a server may have tidied up. */
function marksOf({ loan_id, metadata }: VerificationInput | Verification): Map<string, string> {
  return new Map(
    Object.entries({ ...metadata, '': loan_id }).map(([name, mark]) => [name, String(mark ?? '').trim()]),
  );
}
