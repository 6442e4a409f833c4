interface Alarm {
  fromMs: number;
  untilMs: number;
  ring(): void;
}

/** What waits for a time: of one tenant, or of all. */
export class Alarms {
  readonly #now: () => number;
  readonly #waiting = new Set<Alarm>();
  /** Whether anything has ever waited. */
  wereUsed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Calls back once, when so many milliseconds have passed.
   *
   * @returns A function that cancels it.
   */
  set(milliseconds: number, ring: () => void): () => void {
    this.wereUsed = true;
    const fromMs = this.#now();
    const alarm = { fromMs, untilMs: fromMs + milliseconds, ring };
    this.#waiting.add(alarm);
    return () => this.#waiting.delete(alarm);
  }

  /** When the next one rings. Infinity if nothing waits. */
  get nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.#waiting) nextMs = Math.min(nextMs, untilMs);
    return nextMs;
  }

  /** Rings those whose time has come, the earliest first. @returns Whether there was one. */
  ringDue(): boolean {
    const nowMs = this.#now();
    for (const alarm of this.#waiting) {
      // The clock was set back: what is left to wait is at most what it was to wait in all.
      const backMs = Math.max(0, alarm.fromMs - nowMs);
      alarm.untilMs -= backMs;
      alarm.fromMs -= backMs;
    }
    const due = [...this.#waiting].filter(({ untilMs }) => untilMs <= nowMs);
    due.sort((one, other) => one.untilMs - other.untilMs);
    for (const alarm of due) this.#ring(alarm);
    return due.length > 0;
  }

  /** Rings all, whatever the time. */
  ringAll(): void {
    for (const alarm of this.#waiting) this.#ring(alarm);
  }

  #ring(alarm: Alarm): void {
    // One that rang before it may have prevented it.
    if (!this.#waiting.delete(alarm)) return;
    try {
      alarm.ring();
    } catch (error) {
      console.error('A callback of the clock of the sandbox failed.', error);
    }
  }
}

/** Lets everything happen that does not wait for time, such as a request to the sandbox in the same process. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

/** One turn of the event loop. Timers may be fake, and would make it last a millisecond. */
async function turn(): Promise<void> {
  const { MessageChannel } = process.getBuiltinModule('node:worker_threads');
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.once('message', resolve);
    port2.postMessage(null);
  });
  port1.close();
}
