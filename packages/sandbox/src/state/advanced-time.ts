/** A time that stands still while it is advanced, by one at a time. */
export class AdvancedTime {
  #fromMs = 0;
  #nowMs: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** The time while it is advanced. Undefined if it is not. */
  get nowMs(): number | undefined {
    return this.#nowMs;
  }

  /** How far it was advanced so far. 0 if it is not being advanced. */
  get passedMs(): number {
    return this.#nowMs === undefined ? 0 : this.#nowMs - this.#fromMs;
  }

  /** Waits until nobody else advances it. @returns What to call when that is done. */
  async hold(): Promise<() => void> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    return resolve;
  }

  begin(nowMs: number): void {
    this.#fromMs = nowMs;
    this.#nowMs = nowMs;
  }

  moveTo(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  /** @returns How far it was advanced. */
  end(): number {
    const { passedMs } = this;
    this.#nowMs = undefined;
    return passedMs;
  }
}
