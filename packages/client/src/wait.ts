import { setAlarm } from './clock.ts';
import type { Connection } from './connection.ts';
import { type CallError, endedError, type TrueworkError } from './errors.ts';
import { finalStates } from './generated/api.gen.ts';
import { getVerification, listVerifications } from './generated/operations.gen.ts';
import type { TurnaroundTime, Verification, VerificationPage } from './generated/types.gen.ts';
import { isTransient } from './retry.ts';

/** Options of {@link waitForVerification}. */
export interface WaitOptions {
  /** Ends the wait. @throws {@link AbortedError} */
  signal?: AbortSignal | undefined;
  /**
   * How long to wait, in milliseconds, at most 24 days.
   * @defaultValue As long as it takes.
   */
  deadlineMs?: number | undefined;
}

/** The part of a webhook event that says which verification changed. */
export interface StateChangeEvent {
  readonly data: { readonly verification_request_id?: string | null | undefined };
}

/** A read that hangs holds up the others, and the end of the process: it is given up sooner than one that somebody called for. */
const patience = { timeoutMs: 10_000 };

/** A verification that somebody waits for. */
interface Watch {
  readonly sinceMs: number;
  /** When it is read next. */
  dueMs: number;
  readonly waiting: Set<(outcome: Verification | TrueworkError) => void>;
  seen?: Verification | undefined;
}

/** Waits for verifications on behalf of a connection. */
export interface Poller {
  wait(id: string, options: WaitOptions): Promise<Verification>;
  /** Has a verification read at once, where somebody waits for it. */
  hurry(id: string | null | undefined): void;
}

/** Waits for many verifications by one timer. Each is read once, however many wait for it; many at once are looked up in the list. */
function makePoller({ clock, call }: Connection): Poller {
  const watches = new Map<string, Watch>();
  let cancel = () => {};

  function plan(): void {
    cancel();
    const next = Math.min(...[...watches.values()].map(({ dueMs }) => dueMs));
    if (next < Infinity) cancel = clock.after(Math.max(0, next - clock.now()), poll);
  }

  async function poll(): Promise<void> {
    const due = [...watches].filter(([, { dueMs }]) => dueMs <= clock.now());
    // Not due again while it is being read, unless an event comes in.
    for (const [, watch] of due) watch.dueMs = Infinity;
    const results =
      due.length > 3
        ? await call<VerificationPage>(listVerifications, { query: { limit: 100 } }, patience).then(
            (page) => page.results,
            () => [],
          )
        : [];
    await Promise.all(
      due.map(async ([id, watch]) => {
        let outcome: Verification | TrueworkError | undefined;
        try {
          const seen =
            results.find((listed) => listed.id === id) ??
            (await call<Verification>(getVerification, { ids: [id] }, patience));
          watch.seen = seen;
          if ((finalStates as readonly string[]).includes(seen.state)) outcome = seen;
        } catch (error) {
          if (!isTransient(error as CallError)) outcome = error as CallError;
        }
        if (outcome) for (const settle of watch.waiting) settle(outcome);
        const now = clock.now();
        watch.dueMs = Math.min(
          watch.dueMs,
          now + delayAfter(now - watch.sinceMs, watch.seen?.turnaround_time),
        );
      }),
    );
    plan();
  }

  return {
    wait: (id, { signal, deadlineMs = Infinity }) =>
      new Promise((resolve) => {
        const now = clock.now();
        const watch = watches.get(id) ?? { sinceMs: now, dueMs: now, waiting: new Set() };
        const settle = (outcome: Verification | TrueworkError) => {
          stop();
          watch.waiting.delete(settle);
          if (!watch.waiting.size) watches.delete(id);
          resolve(outcome instanceof Error ? Promise.reject(outcome) : outcome);
          plan();
        };
        // At once, but for one that is being read.
        if (watch.dueMs < Infinity) watch.dueMs = now;
        watches.set(id, watch);
        watch.waiting.add(settle);
        const stop = setAlarm(clock, deadlineMs, signal, (byTheSignal) => {
          const lastState = watch.seen?.state;
          const problem = `not final within ${deadlineMs} ms`;
          settle(endedError(byTheSignal, { operation: 'getVerification', problem, lastState }));
        });
        plan();
      }),
    hurry(id) {
      const watch = watches.get(id as string);
      if (watch) watch.dueMs = 0;
      plan();
    },
  };
}

/** Longer the longer it has taken, up to a small part of the estimate. In milliseconds. */
function delayAfter(elapsedMs: number, { best_estimate }: TurnaroundTime = {}): number {
  const estimateMs = Number(best_estimate) * 3_600_000 || 0;
  return Math.min(900_000, Math.max(1_000, Math.min(elapsedMs / 4, Math.max(30_000, estimateMs / 20))));
}

function pollerOf(connection: Connection): Poller {
  connection.poller ??= makePoller(connection);
  return connection.poller;
}

/**
 * Waits until a verification is in a final state: `completed`, `canceled` or `invalid`. A state that is not known is not final.
 * Reads it at once, then less and less often, bounded by its `turnaround_time`; at once again after {@link handleEvent}. All waits
 * of a connection share one timer, and failures that may pass do not end them.
 *
 * @param id - The verification's `id`.
 * @returns The verification in its final state, with its reports if it is `completed`.
 * @throws {@link TimeoutError} at the deadline, or {@link AbortedError} by the signal, with the `lastState` that was seen.
 * @throws Whatever reading it throws and will throw again, such as a `NotFoundError`.
 */
export function waitForVerification(
  connection: Connection,
  id: string,
  options: WaitOptions = {},
): Promise<Verification> {
  return pollerOf(connection).wait(id, options);
}

/**
 * Tells the waits of a connection that a verification changed, so that it is read now. What the event says is not taken for true.
 *
 * @param event - A state change event, as a webhook brought it.
 */
export function handleEvent(connection: Connection, { data }: StateChangeEvent): void {
  pollerOf(connection).hurry(data.verification_request_id);
}
