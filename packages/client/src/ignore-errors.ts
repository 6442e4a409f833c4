/** Runs code that was plugged in, and ignores its errors: what it throws, and what its promise rejects with. */
export function ignoringErrors<Value>(run: () => Value): Value | undefined {
  try {
    const value = run();
    // Not by `instanceof`, because the promise may come from another realm.
    if (typeof (value as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(value).catch(() => {});
    }
    return value;
  } catch {
    return undefined;
  }
}
