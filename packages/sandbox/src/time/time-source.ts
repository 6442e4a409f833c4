import { SandboxError } from '../errors/index.ts';
import { type Clock, isTime } from './clock.ts';

/** The time that all tenants' times come from. */
export interface TimeSource {
  /** Whole milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since any time. Grows with `now`, but is never set. */
  elapsed(): number;
  /** Milliseconds since any time, in real time, even if the clock stands still. */
  realElapsed(): number;
  /** Calls back once, and returns a function that prevents it. Undefined if time passes unnoticed. */
  readonly after:
    | ((milliseconds: number, callback: () => void, background?: boolean) => () => void)
    | undefined;
  /** Says that this time is reached: a timer that was set for it rang. */
  reached(milliseconds: number): void;
}

/** The longest time that a timer takes. A longer one would ring at once. */
const longestMs = 2 ** 31 - 1;

/** How far the system's clock may go otherwise than the timer between two readings, before it counts as set. */
const toleratedMs = 1000;

/**
 * The system's time, as its clock shows it, until that is set: then what passes is counted by a timer that is never set, so that nothing
 * falls due early or late, and the time that it was set to is taken over as soon as nothing is planned.
 */
export class SystemTime implements TimeSource {
  readonly #isIdle: () => boolean;
  #nowMs = Date.now();
  #elapsedMs = 0;
  /** What was read last. */
  #clockMs = this.#nowMs;
  #timerMs = performance.now();
  #timer = performance.now;

  /** @param isIdle - Whether nothing is planned. */
  constructor(isIdle: () => boolean) {
    this.#isIdle = isIdle;
  }

  now(): number {
    this.#read();
    return Math.floor(this.#nowMs);
  }

  elapsed(): number {
    this.#read();
    return this.#elapsedMs;
  }

  realElapsed(): number {
    return this.elapsed();
  }

  #read(): void {
    const clockMs = Date.now();
    const timerMs = performance.now();
    const { now: timer } = performance;
    const byClockMs = clockMs - this.#clockMs;
    // Fake timers may have been put in or taken away: then the two numbers have nothing to do with each other.
    const byTimerMs = timer === this.#timer ? timerMs - this.#timerMs : 0;
    const passedMs = Math.abs(byClockMs - byTimerMs) > toleratedMs ? byTimerMs : byClockMs;
    this.#clockMs = clockMs;
    this.#timerMs = timerMs;
    this.#timer = timer;
    this.#nowMs += passedMs;
    this.#elapsedMs += Math.max(0, passedMs);
    const wasSet = Math.abs(clockMs - this.#nowMs) > toleratedMs;
    if (wasSet && this.#isIdle()) this.#nowMs = clockMs;
  }

  after(milliseconds: number, callback: () => void, background = false): () => void {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const partMs = Math.min(leftMs, longestMs);
      timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : callback()), partMs);
      if (background) timer.unref?.();
    };
    wait(Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  }

  reached(milliseconds: number): void {
    this.#read();
    const missingMs = Math.max(0, milliseconds - this.#nowMs);
    this.#nowMs += missingMs;
    this.#elapsedMs += missingMs;
  }
}

/** The time of a clock that was given. */
export class GivenTime implements TimeSource {
  readonly #clock: Clock;
  readonly after: TimeSource['after'] = undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    // A clock that cannot work is an error at once.
    this.now();
    this.elapsed();
    const { after } = clock;
    if (after !== undefined) {
      const cancel: unknown = after.call(clock, 0, () => {});
      if (typeof cancel !== 'function')
        throw wrongClock('`clock.after()` must return a function that cancels it');
      cancel();
      this.after = (milliseconds, callback) => after.call(clock, Math.max(0, milliseconds), callback);
    }
  }

  now(): number {
    const nowMs = this.#clock.now();
    if (!isTime(nowMs)) {
      throw wrongClock('`clock.now()` must return milliseconds since 1970, in the years 1 to 9998');
    }
    return Math.floor(nowMs);
  }

  elapsed(): number {
    return this.#elapsedOfClock() ?? this.now();
  }

  realElapsed(): number {
    return this.#elapsedOfClock() ?? performance.now();
  }

  #elapsedOfClock(): number | undefined {
    const elapsedMs = this.#clock.elapsed?.();
    if (elapsedMs === undefined || Number.isFinite(elapsedMs)) return elapsedMs;
    throw wrongClock('`clock.elapsed()` must return milliseconds');
  }

  reached(): void {}
}

function wrongClock(problem: string): SandboxError {
  return new SandboxError('invalid_option', `createSandbox: ${problem}.`);
}
