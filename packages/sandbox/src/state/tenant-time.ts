import { Alarms } from '../time/index.ts';
import { AdvancedTime } from './advanced-time.ts';
import type { RateTime } from './rate-window.ts';
import type { SharedTime } from './shared-time.ts';

/** The time of one tenant: that of all, plus what it is ahead. */
export class TenantTime {
  readonly #shared: SharedTime;
  /** What waits for it. */
  readonly alarms = new Alarms(() => this.now());
  readonly advance = new AdvancedTime();
  /** How far it is ahead of the sandbox's own time, in milliseconds. */
  aheadMs: number;
  /** How far it was advanced since the start. */
  #movedMs = 0;
  /** The time of what is being done, which may be earlier than now. */
  #timeMs: number | undefined;

  constructor(shared: SharedTime, aheadMs: number) {
    this.#shared = shared;
    this.aheadMs = aheadMs;
  }

  /** Milliseconds since 1970, UTC. While an event is handled: when it was due. */
  now(): number {
    return this.#timeMs ?? this.advance.nowMs ?? this.#shared.now() + this.aheadMs;
  }

  /** How much time has passed, by a clock that is never set. */
  elapsed(): number {
    const { nowMs, passedMs } = this.advance;
    const sharedMs =
      nowMs === undefined ? this.#shared.elapsed() : this.#shared.unadvancedElapsed() + passedMs;
    return this.#movedMs + sharedMs;
  }

  rateTime(): RateTime {
    return { elapsedMs: this.elapsed(), realMs: this.#shared.rateTime().realMs };
  }

  /** Runs something as if it were another time. */
  at<Result>(atMs: number, run: () => Result): Result {
    const before = this.#timeMs;
    this.#timeMs = atMs;
    try {
      return run();
    } finally {
      this.#timeMs = before;
    }
  }

  /**
   * Ends an advance.
   *
   * @param sharedMs - How far the time of all was advanced instead of its own.
   * @returns How far it was advanced.
   */
  endAdvance(sharedMs: number): number {
    const advancedMs = this.advance.end();
    this.#movedMs += advancedMs - sharedMs;
    return advancedMs;
  }

  /** Resolves when a span of its time has passed, and when the sandbox is closed. */
  sleep(milliseconds: number): Promise<void> {
    // A clock that stands still would not come to it.
    if (milliseconds === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#shared.after(this.alarms, milliseconds, resolve);
    return promise;
  }
}
