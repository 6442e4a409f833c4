/** Calls a callback and ignores its errors: what was created exists all the same. */
export function ignoringErrors<Value>(run: () => Value): Value | undefined {
  try {
    const value = run();
    Promise.resolve(value).catch(() => {});
    return value;
  } catch {
    return undefined;
  }
}
