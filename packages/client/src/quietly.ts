/** Runs what a caller plugged in, or what may fail. Undefined where it throws. */
export function quietly<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
