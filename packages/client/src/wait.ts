import { abortSignal, checkOptions, describe, isObject, milliseconds } from './check-options.ts';
import { checkedConnection } from './checked-connection.ts';
import { elapsed, startTimer } from './clock.ts';
import type { Connection } from './connection.ts';
import { endedError } from './ended-error.ts';
import { ConfigurationError } from './errors.ts';
import { finalStates } from './generated/api.gen.ts';
import { getVerification, listVerifications } from './generated/operations.gen.ts';
import type { Verification, VerificationPage } from './generated/types.gen.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { onceFor } from './once-for.ts';
import { onlyTrueworkErrors } from './plug-in.ts';
import { isTransient } from './retry.ts';
import { withinTime } from './time-limit.ts';

/** Options of {@link waitForVerification}. */
export interface WaitOptions {
  /** Aborts the wait, which then throws an {@link AbortedError}. */
  signal?: AbortSignal | undefined;
  /**
   * How long to wait, in milliseconds.
   * @defaultValue No limit.
   */
  deadlineMs?: number | undefined;
}

/** The part of a webhook event that says which verification changed. */
export interface StateChangeEvent {
  /** The data of the event. */
  readonly data: {
    /** Id of the verification. Absent or null before it exists. */
    readonly verification_request_id?: string | null | undefined;
  };
}

/** Shorter than the default, because a hanging read delays the others and the end of the process. */
const readOptions = { timeoutMs: 10_000 };

/** From how many due reads on the list is read instead. */
const manyReads = 4;

/** From when on a timer that has not fired is lost, in milliseconds. */
const lostAfterMs = 1_000;

/** A verification with waiters. */
interface Watch {
  readonly sinceMs: number;
  /** When it is read next, on the monotonic clock, in milliseconds. */
  dueMs: number;
  waiters: number;
  seen?: Verification | undefined;
  /** Ends its reads, once all of its waiters have left. */
  readonly reading: AbortController;
  /** What all of its waiters get. */
  readonly outcome: Promise<Verification>;
  resolve(seen: Verification): void;
  reject(error: unknown): void;
}

function watchSince(now: number): Watch {
  let ends: Pick<Watch, 'resolve' | 'reject'> = { resolve() {}, reject() {} };
  const outcome = new Promise<Verification>((resolve, reject) => {
    ends = { resolve, reject };
  });
  // The waiters handle it, unless all of them have left.
  ignoringErrors(() => outcome);
  return { sinceMs: now, dueMs: now, waiters: 0, reading: new AbortController(), outcome, ...ends };
}

/** Waits for many verifications with one timer. Each is read once, however many waiters it has. If many are due, the list is read. */
class Poller {
  readonly #connection: Connection;
  readonly #watches = new Map<string, Watch>();
  /** Ends the reads of lists, once nobody waits any more. */
  #listing = new AbortController();
  /** When the timer fires, on the monotonic clock, in milliseconds. */
  #firesMs = Infinity;
  #cancel = () => {};

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async wait(id: string, { signal, deadlineMs = Infinity }: WaitOptions): Promise<Verification> {
    const watch = this.#watch(id);
    const ended = (byTheSignal: boolean) => {
      const problem = `the verification was not in a final state within ${deadlineMs} ms`;
      const lastState = watch.seen?.state;
      return endedError(byTheSignal, { operation: 'getVerification', problem, lastState });
    };
    const limit = { clock: this.#connection.clock, milliseconds: deadlineMs, signal, ended };
    watch.waiters += 1;
    try {
      this.#wakeAt(watch.dueMs);
      return await withinTime(limit, () => watch.outcome);
    } finally {
      this.#leave(id, watch);
    }
  }

  /** Reads a verification now, if it has waiters. */
  pollNow(id: string | null | undefined): void {
    const watch = this.#watches.get(id as string);
    if (!watch) return;
    watch.dueMs = 0;
    this.#wakeAt(0);
  }

  /** The watch of a verification, which is read now unless it is being read. */
  #watch(id: string): Watch {
    const now = elapsed(this.#connection.clock);
    const watch = this.#watches.get(id) ?? watchSince(now);
    if (watch.dueMs < Infinity) watch.dueMs = now;
    this.#watches.set(id, watch);
    return watch;
  }

  #leave(id: string, watch: Watch): void {
    watch.waiters -= 1;
    if (watch.waiters === 0) {
      watch.reading.abort();
      if (this.#watches.get(id) === watch) this.#watches.delete(id);
    }
    if (this.#watches.size > 0) return;
    this.#listing.abort();
    this.#listing = new AbortController();
    this.#cancel();
    this.#firesMs = Infinity;
  }

  /** Has the timer fire by then, and no later than before. Not planned anew for each waiter, of which there may be thousands. */
  #wakeAt(dueMs: number): void {
    const { clock } = this.#connection;
    try {
      const now = elapsed(clock);
      // A timer that is long overdue is lost: fake timers were reset.
      if (dueMs >= this.#firesMs && now < this.#firesMs + lostAfterMs) return;
      this.#cancel();
      this.#firesMs = dueMs;
      this.#cancel = startTimer(clock, dueMs - now, () => void this.#poll());
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Reads what is due, and plans what is due next. */
  async #poll(): Promise<void> {
    this.#firesMs = Infinity;
    try {
      await this.#readDue();
      let nextMs = Infinity;
      for (const { dueMs } of this.#watches.values()) nextMs = Math.min(nextMs, dueMs);
      this.#wakeAt(nextMs);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Ends all waits, because something that all of them need failed. */
  #fail(error: unknown): void {
    this.#firesMs = Infinity;
    const all = [...this.#watches.values()];
    this.#watches.clear();
    for (const watch of all) watch.reject(error);
  }

  async #readDue(): Promise<void> {
    const now = elapsed(this.#connection.clock);
    const due = [...this.#watches].filter(([, { dueMs }]) => dueMs <= now);
    // Not due while it is being read, unless an event arrives.
    for (const [, watch] of due) watch.dueMs = Infinity;
    const listed = new Map(due.length < manyReads ? [] : await this.#readList());
    await Promise.all(due.map(([id, watch]) => this.#read(id, watch, listed)));
  }

  async #readList(): Promise<[id: string, seen: Verification][]> {
    const query = { limit: 100 };
    const options = { ...readOptions, signal: this.#listing.signal };
    const page = this.#connection.call<VerificationPage>(listVerifications, { query }, options);
    return await page.then(
      ({ results }) => results.map((seen) => [seen.id, seen]),
      () => [],
    );
  }

  async #read(id: string, watch: Watch, listed: ReadonlyMap<string, Verification>): Promise<void> {
    const { clock, call } = this.#connection;
    const options = { ...readOptions, signal: watch.reading.signal };
    try {
      watch.seen = listed.get(id) ?? (await call<Verification>(getVerification, { ids: [id] }, options));
      const isFinal = (finalStates as readonly string[]).includes(watch.seen.state);
      if (isFinal) watch.resolve(watch.seen);
    } catch (error) {
      if (!isTransient(error)) watch.reject(error);
    }
    const now = elapsed(clock);
    watch.dueMs = Math.min(watch.dueMs, now + delayAfter(now - watch.sinceMs, watch.seen));
  }
}

/**
 * How long to wait until the next read, in milliseconds: a quarter of the time waited so far, but at most a twentieth of the estimated
 * turnaround time (30 s to 15 min), and at least a second.
 */
function delayAfter(elapsedMs: number, seen: Verification | undefined): number {
  const estimate: unknown = seen?.turnaround_time?.best_estimate;
  // A number, or a string with one. Number() of anything else may throw.
  const estimateMs = Object(estimate) === estimate ? 0 : Number(estimate) * 3_600_000 || 0;
  return Math.min(900_000, Math.max(1_000, Math.min(elapsedMs / 4, Math.max(30_000, estimateMs / 20))));
}

const pollerOf = /* @__PURE__ */ onceFor((connection: Connection) => new Poller(connection));

const rules = { signal: abortSignal, deadlineMs: milliseconds };

/**
 * Waits until a verification is in a final state: `completed`, `canceled` or `invalid`. An unknown state is not final.
 *
 * The verification is read now, then less and less often, depending on its `turnaround_time`, and whenever {@link handleEvent} is called
 * for it. All waits of a connection share one timer. Network errors, timeouts, 429 and 5xx do not end a wait.
 *
 * @param id - The verification's `id`.
 * @returns The verification in its final state, with its reports if it is `completed`.
 * @throws {@link TimeoutError} at the deadline, with `lastState`.
 * @throws {@link AbortedError} if the signal is aborted, with `lastState`.
 * @throws {@link ConfigurationError} if an option or the id is invalid.
 * @throws Every other error of `verifications.get`, such as a {@link NotFoundError}.
 * @example
 * ```ts
 * const verification = await waitForVerification(connection, id, { deadlineMs: 3_600_000 });
 * if (verification.state === 'completed') console.log(verification.reports);
 * ```
 */
export async function waitForVerification(
  connection: Connection,
  id: string,
  options: WaitOptions = {},
): Promise<Verification> {
  return await onlyTrueworkErrors(
    'waitFor: code that was plugged in threw. Check the clock and the signal.',
    async () => {
      const poller = pollerOf(checkedConnection('waitFor', connection));
      return await poller.wait(id, checkOptions('waitFor', options, rules));
    },
  );
}

/**
 * Has the waits of a connection read a verification now, because a webhook reported that it changed. The state in the event is not used.
 *
 * @param event - A state change event of a webhook.
 * @throws {@link ConfigurationError} if it is not such an event.
 */
export function handleEvent(connection: Connection, event: StateChangeEvent): void {
  const data = ignoringErrors(() => isObject(event.data) && { ...event.data });
  if (!data) {
    throw new ConfigurationError(
      `handleEvent: the event must be an object with data, not ${describe(event)}.`,
    );
  }
  pollerOf(checkedConnection('handleEvent', connection)).pollNow(data.verification_request_id);
}
