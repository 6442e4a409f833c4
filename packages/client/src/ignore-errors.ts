/** Runs code that a caller plugged in, whose errors change nothing: neither what it throws nor what its promise rejects with. */
export function ignoringErrors<Value>(run: () => Value): Value | undefined {
  try {
    const value = run();
    // A promise of any kind: the code may come from another realm.
    if (typeof (value as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(value).catch(() => {});
    }
    return value;
  } catch {
    return undefined;
  }
}
