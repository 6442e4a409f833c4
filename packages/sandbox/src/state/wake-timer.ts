import type { SharedTime } from './shared-time.ts';

/** How long to wait before what is due is retried after the store failed. */
const storeFailurePauseMs = 1000;

/** Has what falls due done by itself, if the time can wake us. */
export class WakeTimer {
  readonly #time: SharedTime;
  readonly #closing: AbortSignal;
  readonly #work: { nextMs(): number; runDue(): void };
  #cancel = () => {};
  #wakeMs = Number.POSITIVE_INFINITY;
  /** Until when nothing is done by itself, in elapsed real time, because the store failed. */
  #pausedUntilMs = 0;

  /** @param work - When the next event falls due, on the source of time, and what handles it. */
  constructor(time: SharedTime, closing: AbortSignal, work: { nextMs(): number; runDue(): void }) {
    this.#time = time;
    this.#closing = closing;
    this.#work = work;
  }

  /** @param dueMs - On the source of time. */
  wakeAt(dueMs: number): void {
    const { source } = this.#time;
    if (source.after === undefined || this.#closing.aborted || dueMs >= this.#wakeMs) return;
    // What failed may have set a timer of its own, for at once.
    this.#cancel();
    this.#wakeMs = dueMs;
    const milliseconds = Math.max(this.#pausedUntilMs - source.realElapsed(), dueMs - source.now());
    this.#cancel = source.after(milliseconds, () => this.#wake(dueMs), true);
  }

  #wake(dueMs: number): void {
    this.#wakeMs = Number.POSITIVE_INFINITY;
    try {
      this.#time.source.reached(dueMs);
      this.#work.runDue();
      this.wakeAt(this.#work.nextMs());
    } catch (error) {
      console.error('The sandbox could not handle a scheduled event, and retries.', error);
      this.pause();
    }
  }

  /** Has what is due by itself wait for a while. */
  pause(): void {
    this.#pausedUntilMs = this.#time.source.realElapsed() + storeFailurePauseMs;
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.wakeAt(this.#work.nextMs());
  }

  cancel(): void {
    this.#cancel();
  }
}
