/** Takes part in a {@link race}. */
export interface Contestant {
  readonly name: string;
  /** The work to time. If it returns a promise, the promise is awaited. */
  run(): unknown;
}

/** How long a contestant took. */
export interface Timing {
  readonly name: string;
  /** Microseconds per call: the median over the rounds. */
  readonly microseconds: number;
  /** Times the first contestant: the median of each round's own ratio, so that what slowed a whole round cancels out. */
  readonly ratio: number;
  /** What its last call returned, to see that it did the work. */
  readonly returned: unknown;
}

/** Options of {@link race}. */
export interface RaceOptions {
  /** Calls per contestant and round. @defaultValue 4000 */
  calls?: number;
  /** @defaultValue 7 */
  rounds?: number;
  /** Calls in a row before it is the next contestant's turn. @defaultValue 100 */
  turn?: number;
  /** Milliseconds, from any start. @defaultValue `performance.now` */
  now?: () => number;
}

/**
 * Times contestants side by side: within a round they take short turns, in an order that rotates, so that the machine's
 * moods meet all of them alike. One round before the first is not counted.
 *
 * @param contestants - The first one is what the others are compared with.
 * @returns In the order of the contestants.
 */
export async function race(
  contestants: readonly Contestant[],
  { calls = 4000, rounds = 7, turn = 100, now = () => performance.now() }: RaceOptions = {},
): Promise<Timing[]> {
  const perRound: number[][] = [];
  const returned: unknown[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // Not a full one: that throws away compiled code with the objects it was made for, and the round would time the compiler.
    globalThis.gc?.({ type: 'minor' });
    const spent = contestants.map(() => 0);
    for (let done = 0; done < calls; done += turn) {
      for (let seat = 0; seat < contestants.length; seat += 1) {
        const index = (seat + done / turn + round) % contestants.length;
        const contestant = contestants[index] as Contestant;
        const timed = await timeTurn(contestant, Math.min(turn, calls - done), now);
        spent[index] = (spent[index] ?? 0) + timed.milliseconds;
        returned[index] = timed.returned;
      }
    }
    if (round > 0) perRound.push(spent.map((milliseconds) => (milliseconds * 1000) / calls));
  }
  return contestants.map(({ name }, index) => ({
    name,
    microseconds: median(perRound.map((round) => round[index] ?? Number.NaN)),
    ratio: median(perRound.map((round) => (round[index] ?? Number.NaN) / (round[0] ?? Number.NaN))),
    returned: returned[index],
  }));
}

/** @returns Milliseconds, and what the last call returned: the compiler may leave out work whose result is never read. */
async function timeTurn(
  contestant: Contestant,
  calls: number,
  now: () => number,
): Promise<{ milliseconds: number; returned: unknown }> {
  let returned: unknown;
  const startedMs = now();
  for (let call = 0; call < calls; call += 1) {
    const result = contestant.run();
    // Awaiting a value that is not a promise costs as much as a small call does.
    returned = result instanceof Promise ? await result : result;
  }
  return { milliseconds: now() - startedMs, returned };
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
