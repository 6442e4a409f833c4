import type { Clock } from './clock.ts';

/** How long plugged-in code may take unless an option says otherwise, in milliseconds. Senders and people wait no longer. */
export const usualLimitMs = 30_000;

/**
 * Runs code that may never end, and waits for it no longer than a limit. How it ends after that is ignored.
 *
 * @param run - Called with a function that says whether the time is over.
 * @param tooLate - Makes the error for what took longer.
 */
export async function withinTime<Value>(
  clock: Pick<Clock, 'after'>,
  limitMs: number,
  run: (isOver: () => boolean) => Value | PromiseLike<Value>,
  tooLate: () => Error,
): Promise<Value> {
  let isOver = false;
  let cancel: (() => void) | undefined;
  try {
    return await new Promise<Value>((resolve, reject) => {
      cancel = clock.after(limitMs, () => {
        isOver = true;
        reject(tooLate());
      });
      (async () => run(() => isOver))().then(resolve, reject);
    });
  } finally {
    cancel?.();
  }
}
