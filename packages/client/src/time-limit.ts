import { type Clock, setAlarm } from './clock.ts';

/** How long plugged-in code may take unless an option says otherwise, in milliseconds. Senders and people wait no longer. */
export const usualLimitMs = 30_000;

/** How long something may take. */
export interface TimeLimit {
  readonly clock: Pick<Clock, 'after'>;
  readonly milliseconds: number;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the error for what did not end in time, or that the signal ended. */
  ended(byTheSignal: boolean): Error;
}

/**
 * Runs something for as long as it may take. How it ends after that is ignored, because what was plugged in may not heed a signal.
 *
 * @param run - Called with a controller, which aborts when the time is over.
 */
export function withinTime<Value>(
  { clock, milliseconds, signal, ended }: TimeLimit,
  run: (controller: AbortController) => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    let isRunning = false;
    const stop = setAlarm(clock, milliseconds, signal, (byTheSignal) => {
      // Before anything has begun: a plugged-in clock that calls back at once measures no time.
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
