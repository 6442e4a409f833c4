import { type Clock, isTime } from './clock.ts';
import { SandboxError } from './sandbox-error.ts';

/** The time that all tenants' times come from. */
export interface TimeSource {
  /** Whole milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since any moment. Grows with `now`, but is never set. */
  elapsed(): number;
  /** Milliseconds since any moment, in real time, also if the clock stands still. */
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

/** How far the system's clock may differ before it counts as set. */
const toleratedMs = 1000;

/**
 * The system's time. It is read from the system's clock once and then counted by one that is never set, so that nothing falls due
 * early or late when the system's clock is set. The time that it was set to is taken over as soon as nothing is planned.
 */
export class SystemTime implements TimeSource {
  readonly #isIdle: () => boolean;
  #timer = performance.now;
  #fromMs = Date.now();
  #fromElapsedMs = performance.now();
  /** What was counted before `#fromMs`. */
  #countedMs = 0;
  #lastSinceMs = 0;

  /** @param isIdle - Whether nothing is planned. */
  constructor(isIdle: () => boolean) {
    this.#isIdle = isIdle;
  }

  now(): number {
    const nowMs = this.#fromMs + this.#sinceMs();
    const wallMs = Date.now();
    if (Math.abs(wallMs - nowMs) <= toleratedMs || !isTime(wallMs) || !this.#isIdle()) {
      return Math.floor(nowMs);
    }
    this.#countedMs += this.#sinceMs();
    this.#fromElapsedMs = performance.now();
    this.#lastSinceMs = 0;
    this.#fromMs = wallMs;
    return wallMs;
  }

  elapsed(): number {
    return this.#countedMs + this.#sinceMs();
  }

  realElapsed(): number {
    return this.elapsed();
  }

  after(milliseconds: number, callback: () => void, background = false): () => void {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const partMs = Math.min(leftMs, longestMs);
      timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : callback()), partMs);
      if (background) timer.unref?.();
    };
    wait(Math.max(0, Math.ceil(milliseconds)));
    return () => clearTimeout(timer);
  }

  reached(milliseconds: number): void {
    const missingMs = milliseconds - this.#fromMs - this.#sinceMs();
    if (missingMs > 0) this.#fromElapsedMs -= missingMs;
  }

  /** Milliseconds since `#fromMs`. */
  #sinceMs(): number {
    const { now } = performance;
    if (now !== this.#timer) {
      // Fake timers were put in or taken away: what they show has nothing to do with what was shown before.
      this.#timer = now;
      this.#fromElapsedMs = performance.now() - this.#lastSinceMs;
    }
    this.#lastSinceMs = Math.max(this.#lastSinceMs, performance.now() - this.#fromElapsedMs);
    return this.#lastSinceMs;
  }
}

/** The time of a clock that was given. */
export class GivenTime implements TimeSource {
  readonly #clock: Clock;
  readonly after: TimeSource['after'] = undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    if (clock.after !== undefined) {
      this.after = (milliseconds, callback) =>
        clock.after?.(Math.max(0, milliseconds), callback) ?? (() => {});
    }
  }

  now(): number {
    const nowMs = this.#clock.now();
    if (!isTime(nowMs)) {
      throw new SandboxError(
        'invalid_option',
        'createSandbox: `clock.now()` must return milliseconds since 1970, in the years 1 to 9998.',
      );
    }
    return Math.floor(nowMs);
  }

  elapsed(): number {
    return this.#clock.elapsed?.() ?? this.now();
  }

  realElapsed(): number {
    return this.#clock.elapsed?.() ?? performance.now();
  }

  reached(): void {}
}
