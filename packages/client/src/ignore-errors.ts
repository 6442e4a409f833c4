/** Runs code that was plugged in, and ignores its errors: what it throws, and what its promise rejects with. */
export function ignoringErrors<Value>(run: () => Value): Value | undefined {
  try {
    const value = run();
    if (isPromise(value)) Promise.resolve(value).catch(() => {});
    return value;
  } catch {
    return undefined;
  }
}

/** Not by `instanceof`, because a promise may come from another realm. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
