import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from './mutation-plan.ts';

/** How a process is watched: what the thread that does it gets. */
export interface Watch {
  /** How long it may compute, and how long it may wait while it has its turns. */
  readonly limitMs: number;
  /** How much memory it may take. */
  readonly limitBytes: number;
  /** What is reported if a limit is passed: what is said is added. */
  readonly finding: Extract<Finding, { said: string }>;
}

/** Milliseconds from one tick to the next. */
export const tickMs = 100;

// Tests replace the clock.
const { setInterval } = globalThis;

/**
 * Ends this process when something in it takes too much, whatever it does: a thread of its own watches it. A busy machine deceives it
 * neither way. A loop takes the processor, and waiting is counted in ticks of the watched thread, which has none while others have its turn.
 */
export class Watchdog {
  readonly #ticks = new Int32Array(new SharedArrayBuffer(4));
  readonly #thread: Worker;

  constructor(log: string) {
    const ticks = this.#ticks;
    setInterval(() => Atomics.add(ticks, 0, 1), tickMs).unref();
    this.#thread = new Worker(join(import.meta.dirname, 'watchdog-thread.ts'), {
      workerData: { log, ticks },
      // Those of vitest are for the tests.
      execArgv: [],
    });
    this.#thread.unref();
  }

  /** How long this process has computed and waited: no time passes while others have its turn. */
  nowMs(): number {
    return cpuMs() + Atomics.load(this.#ticks, 0) * tickMs;
  }

  /** Watches from now on, and what was watched before no longer. */
  watch(watch: Watch | undefined): void {
    this.#thread.postMessage(watch);
  }
}

/** How long this process has computed. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
