import { type Clock, setAlarm } from './clock.ts';

/** How long plugged-in code may take by default, in milliseconds. Senders of webhooks and people rarely wait longer. */
export const defaultLimitMs = 30_000;

/** A limit on how long code may run. */
export interface TimeLimit {
  readonly clock: Pick<Clock, 'after'>;
  readonly milliseconds: number;
  /** Ends it earlier. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the error if it does not end in time or the signal is aborted. */
  ended(byTheSignal: boolean): Error;
}

/**
 * Runs code within a time limit. After that, its result is ignored, because plugged-in code may ignore the signal.
 *
 * @param run - Called with a controller, which is aborted when the time is over.
 */
export function withinTime<Value>(
  { clock, milliseconds, signal, ended }: TimeLimit,
  run: (controller: AbortController) => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    let isRunning = false;
    const stop = setAlarm(clock, milliseconds, signal, (byTheSignal) => {
      // If it has not begun yet, a plugged-in clock called back at once, and does not measure time.
      reject(isRunning ? ended(byTheSignal) : new TypeError('no time'));
      controller.abort();
    });
    if (controller.signal.aborted) return;
    isRunning = true;
    run(controller).then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
