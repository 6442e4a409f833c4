/** A function whose calls go on until a test ends them. */
export interface CallByHand {
  readonly run: () => Promise<void>;
  /** How often it was called. */
  calls(): number;
  /** Ends the call with this index, or the first one. */
  end(index?: number): void;
  /** Has the call with this index fail, or the first one. */
  fail(error: Error, index?: number): void;
}

export function callByHand(): CallByHand {
  const calls: { resolve: () => void; reject: (error: Error) => void }[] = [];
  return {
    run: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
    calls: () => calls.length,
    end: (index = 0) => calls[index]?.resolve(),
    fail: (error, index = 0) => calls[index]?.reject(error),
  };
}
