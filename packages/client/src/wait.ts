import { abortSignal, checkOptions, describe, isObject, milliseconds } from './check-options.ts';
import { checkedConnection } from './checked-connection.ts';
import { elapsed } from './clock.ts';
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
import { newSleeper, type Sleeper, sleep } from './sleeper.ts';
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

/** Shorter than the default, because a hanging read delays the next, and the end of the process. */
const readOptions = { timeoutMs: 10_000 };

/** From how many due reads on the list is read instead. */
const manyReads = 4;

/** After which time a verification is forgotten if none of its waiters has woken when it should have, in milliseconds. */
const forgottenAfterMs = 60_000;

/** A read under way. */
interface Reading {
  /** Who reads. */
  readonly by: Sleeper;
  readonly controller: AbortController;
  /** How many verifications it is for. If nobody waits for any of them any more, it is aborted. */
  needed: number;
}

/** A verification with waiters. */
interface Watch {
  readonly id: string;
  readonly sinceMs: number;
  readonly waiters: Set<Sleeper>;
  /** When it is read next, on the monotonic clock, in milliseconds. */
  dueMs: number;
  reading?: Reading | undefined;
  /** Whether it was looked for in the list, and was not there. */
  isUnlisted?: boolean;
  seen?: Verification;
  /** Returns or throws what all of its waiters get, once it is known. */
  end?: () => Verification;
}

/** When a watch is read next, unless the one who reads it shows up before, on the monotonic clock, in milliseconds. */
function dueMsOf({ reading, dueMs }: Watch): number {
  return reading ? reading.by.lostMs : dueMs;
}

/** Wakes all who wait. Those that are not gone for good add themselves again. */
function wakeAll({ waiters }: Watch): void {
  for (const sleeper of waiters) sleeper.wake();
  waiters.clear();
}

/**
 * Waits for many verifications. Each is read once, however many waiters it has. If many are due, the list is read. A waiter shares what is due
 * and what was read with the others, but depends on none: if the one that reads is lost, another reads.
 */
class Poller {
  readonly #connection: Connection;
  readonly #watches = new Map<string, Watch>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async wait(id: string, { signal, deadlineMs = Infinity }: WaitOptions): Promise<Verification> {
    const { clock } = this.#connection;
    const watch = this.#watch(id);
    const self = newSleeper();
    const ended = (byTheSignal: boolean) => {
      const problem = `the verification was not in a final state within ${deadlineMs} ms`;
      const lastState = watch.seen?.state;
      return endedError(byTheSignal, { operation: 'getVerification', problem, lastState });
    };
    const limit = { clock, milliseconds: deadlineMs, signal, ended };
    try {
      return await withinTime(limit, (controller) => this.#untilEnd(watch, self, controller.signal));
    } finally {
      this.#leave(watch, self);
    }
  }

  /** Reads a verification now, if it has waiters. If it is being read, it is read once more. */
  pollNow(id: string | null | undefined): void {
    const watch = this.#watches.get(id as string);
    if (!watch) return;
    watch.dueMs = 0;
    wakeAll(watch);
  }

  /** The watch of a verification, which is read now unless it is being read. */
  #watch(id: string): Watch {
    const now = elapsed(this.#connection.clock);
    const watch = this.#watches.get(id) ?? { id, sinceMs: now, waiters: new Set(), dueMs: now };
    if (!watch.reading) watch.dueMs = now;
    return watch;
  }

  async #untilEnd(watch: Watch, self: Sleeper, limit: AbortSignal): Promise<Verification> {
    const { clock } = this.#connection;
    for (;;) {
      watch.waiters.add(self);
      if (!this.#watches.has(watch.id)) this.#watches.set(watch.id, watch);
      await sleep(self, clock, dueMsOf(watch) - elapsed(clock));
      limit.throwIfAborted();
      if (watch.end) return watch.end();
      if (dueMsOf(watch) <= elapsed(clock)) ignoringErrors(() => this.#read(watch, self));
    }
  }

  #leave(watch: Watch, self: Sleeper): void {
    const { id, waiters, reading } = watch;
    waiters.delete(self);
    self.wake();
    if (waiters.size > 0) return;
    this.#watches.delete(id);
    if (reading) reading.needed -= 1;
    if (reading?.needed === 0) ignoringErrors(() => reading.controller.abort());
  }

  /** Reads a verification that is due, or the list if many are. */
  async #read(watch: Watch, by: Sleeper): Promise<void> {
    const due = watch.isUnlisted ? [] : this.#due();
    const isMany = due.length >= manyReads;
    const all = isMany ? due : [watch];
    const controller = new AbortController();
    const { signal } = controller;
    const reading = { by, controller, needed: all.length };
    // Not due while it is being read, unless an event arrives.
    for (const one of all) Object.assign(one, { dueMs: Infinity, reading });
    const { call } = this.#connection;
    const options = { ...readOptions, signal };
    let seenOf = (_: Watch): Verification | undefined => undefined;
    try {
      if (isMany) {
        const { results } = await call<VerificationPage>(
          listVerifications,
          { query: { limit: 100 } },
          options,
        );
        const byId = new Map(results.map((seen) => [seen.id, seen]));
        seenOf = ({ id }) => byId.get(id);
      } else {
        const seen = await call<Verification>(getVerification, { ids: [watch.id] }, options);
        seenOf = () => seen;
      }
    } catch (error) {
      if (!isMany && !isTransient(error) && !signal.aborted)
        watch.end = () => {
          throw error;
        };
    }
    for (const one of all) {
      const seen = seenOf(one);
      one.isUnlisted = isMany && !seen;
      this.#endReading(one, reading, seen);
    }
  }

  /** What is due. Forgets what nobody has looked after: the requests of a worker that waited for it have ended. */
  #due(): Watch[] {
    const now = elapsed(this.#connection.clock);
    return [...this.#watches.values()].filter((watch) => {
      if (dueMsOf(watch) > now) return false;
      const isCared = [...watch.waiters].some(({ lostMs }) => lostMs > now - forgottenAfterMs);
      return isCared || !this.#watches.delete(watch.id);
    });
  }

  /** Plans the next read, unless another one has begun, and wakes the waiters. */
  #endReading(watch: Watch, reading: Reading, seen: Verification | undefined): void {
    if (seen) {
      watch.seen = seen;
      if ((finalStates as readonly string[]).includes(seen.state)) watch.end = () => seen;
    }
    if (watch.end) this.#watches.delete(watch.id);
    if (watch.reading === reading) {
      watch.reading = undefined;
      // A failing clock ends the waits themselves.
      const now = ignoringErrors(() => elapsed(this.#connection.clock)) ?? 0;
      const delay = watch.isUnlisted ? 0 : delayAfter(now - watch.sinceMs, watch.seen);
      watch.dueMs = Math.min(watch.dueMs, now + delay);
    }
    wakeAll(watch);
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
 * for it. Waits of a connection share their reads. Network errors, timeouts, 429 and 5xx do not end a wait.
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
  options?: WaitOptions,
): Promise<Verification> {
  return await onlyTrueworkErrors(
    'waitFor: code that was plugged in threw. Check the clock and the signal.',
    async () => {
      const poller = pollerOf(checkedConnection('waitFor', connection));
      const given = options === undefined ? {} : checkOptions('waitFor', options, rules);
      return await poller.wait(id, given);
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
