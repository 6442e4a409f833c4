import { Alarms, type Clock, GivenTime, SystemTime, type TimeSource } from '../time/index.ts';
import { AdvancedTime } from './advanced-time.ts';
import type { RateTime } from './rate-window.ts';

/** The time that all tenants share: that of the system or of a given clock, and what it was advanced by. */
export class SharedTime {
  readonly source: TimeSource;
  /** What waits for it. */
  readonly alarms = new Alarms(() => this.now());
  readonly advance = new AdvancedTime();
  /** What it was advanced by, in milliseconds: in all, and since the start. */
  advancedMs: number;
  #movedMs = 0;

  /** @param isIdle - Whether nothing is planned. */
  constructor(clock: Clock | undefined, advancedMs: number, isIdle: () => boolean) {
    this.source = clock === undefined ? new SystemTime(isIdle) : new GivenTime(clock);
    this.advancedMs = advancedMs;
  }

  now(): number {
    return this.advance.nowMs ?? this.source.now() + this.advancedMs;
  }

  /** How much time has passed, by a clock that is never set. */
  elapsed(): number {
    return this.unadvancedElapsed() + this.advance.passedMs;
  }

  /** As `elapsed`, without the advance that is under way. */
  unadvancedElapsed(): number {
    return this.source.elapsed() + this.#movedMs;
  }

  rateTime(): RateTime {
    return { elapsedMs: this.elapsed(), realMs: this.source.realElapsed() };
  }

  /** Ends an advance. @returns How far it was advanced. */
  endAdvance(): number {
    const advancedMs = this.advance.end();
    this.advancedMs += advancedMs;
    this.#movedMs += advancedMs;
    return advancedMs;
  }

  /** Calls back once, when the time of alarms has come: by itself, if somebody advanced it, or if the sandbox is closed. */
  after(alarms: Alarms, milliseconds: number, callback: () => void): () => void {
    let cancelTimer = () => {};
    const ring = () => {
      cancelTimer();
      callback();
    };
    const cancel = alarms.set(milliseconds, ring);
    const dueMs = this.source.now() + milliseconds;
    const ringByTimer = () => {
      this.source.reached(dueMs);
      cancel();
      callback();
    };
    cancelTimer = this.source.after?.(milliseconds, ringByTimer) ?? cancelTimer;
    return () => {
      cancel();
      cancelTimer();
    };
  }
}
