import { type Clock, setAlarm } from './clock.ts';
import { ignoringErrors } from './ignore-errors.ts';

/** How long something may take. */
export interface TimeLimit {
  readonly clock: Clock;
  readonly milliseconds: number;
  /** Ends it early. */
  readonly signal: AbortSignal | undefined;
  /** Makes the error for what did not end in time, or that the signal ended. */
  ended(byTheSignal: boolean): Error;
}

/**
 * Runs something for as long as it may take. What comes of it later is ignored, because what was plugged in may not heed a signal.
 *
 * @param run - Called with a controller, which aborts when the time is over.
 */
export function withinTime<Value>(
  { clock, milliseconds, signal, ended }: TimeLimit,
  run: (controller: AbortController) => PromiseLike<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const stop = setAlarm(clock, milliseconds, signal, (byTheSignal) => {
      reject(ended(byTheSignal));
      controller.abort();
    });
    run(controller).then(
      (value) => {
        ignoringErrors(stop);
        resolve(value);
      },
      (error: unknown) => {
        ignoringErrors(stop);
        reject(error);
      },
    );
  });
}
