/** Where the client takes time from. Tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /**
   * Calls back once, after so many milliseconds.
   *
   * @returns A function that prevents it.
   */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The longest time that a timer can take. A longer one would go off at once. */
const longestMs = 2 ** 31 - 1;

/** A timer. Only those of Node.js and Bun have methods. */
interface Timer {
  unref?(): unknown;
  close?(): unknown;
}

/** The timer that was prevented last. */
let prevented: Timer | undefined;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    let ring: (() => void) | undefined = callback;
    const id = setTimeout(() => ring?.(), Math.min(milliseconds, longestMs));
    return () => {
      ring = undefined;
      const timer: Timer = Object(id);
      if (!timer.unref) return clearTimeout(id);
      // Left until the next one: Node.js sets a timer far faster where one of the same length is set.
      timer.unref();
      prevented?.close?.();
      prevented = timer;
    };
  },
};

/**
 * Rings once: when the time has passed, or when the signal ends it early.
 *
 * @param ring - Is told whether it was the signal.
 * @returns A function that prevents it.
 */
export function setAlarm(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  ring: (byTheSignal: boolean | undefined) => void,
): () => void {
  if (!signal) return clock.after(milliseconds, ring as () => void);
  const stop = () => {
    cancel();
    signal.removeEventListener('abort', end);
  };
  const end = () => {
    stop();
    ring(signal.aborted);
  };
  const cancel = clock.after(signal.aborted ? 0 : milliseconds, end);
  signal.addEventListener('abort', end);
  return stop;
}

/** Lets time pass, until the signal ends it early. */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => setAlarm(clock, milliseconds, signal, resolve));
}
