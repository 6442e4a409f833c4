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

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, longestMs));
    return () => clearTimeout(timer);
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
  const stop = () => {
    cancel();
    signal?.removeEventListener('abort', end);
  };
  const end = () => {
    stop();
    ring(signal?.aborted);
  };
  const cancel = clock.after(signal?.aborted ? 0 : milliseconds, end);
  signal?.addEventListener('abort', end);
  return stop;
}

/** Lets time pass, until the signal ends it early. */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => setAlarm(clock, milliseconds, signal, resolve));
}
