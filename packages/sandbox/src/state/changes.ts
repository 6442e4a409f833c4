/** Notifies those who wait that something in the sandbox has changed. */
export class Changes {
  #revision = 0;
  readonly #waiting = new Set<() => void>();

  /** Grows with every change, from 0 at the start of the sandbox. */
  get revision(): number {
    return this.#revision;
  }

  /** Says that something changed. */
  bump(): void {
    this.#revision += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /**
   * Waits for a revision other than a known one. A sandbox that was restarted has another one at once.
   *
   * @param since - The revision that is known.
   * @param longest - Milliseconds after which it stops to wait.
   * @returns The revision then.
   */
  async after(since: number | undefined, longest: number): Promise<number> {
    if (this.#revision !== since) return this.#revision;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, longest);
      timer.unref();
      this.#waiting.add(wake);
    });
    return this.#revision;
  }
}
