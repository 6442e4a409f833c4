import { SandboxError } from '../errors/index.ts';

/** Whether the sandbox is open, and what is under way in it. */
export class Lifecycle {
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  /** Aborted when closing begins, with what {@link check} throws. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** @throws {@link SandboxError} `closed` as soon as closing began. */
  check(): void {
    if (this.#closing.signal.aborted) throw closed();
  }

  /** Has `settled` wait for what is under way. */
  track<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
    if (!(result instanceof Promise)) return result;
    this.#underWay.add(result);
    const end = () => this.#underWay.delete(result);
    result.then(end, end);
    return result;
  }

  /** Nothing may begin from now on. */
  close(): void {
    this.#closing.abort(closed());
  }

  /** Resolves when nothing is pending. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }
}

function closed(): SandboxError {
  return new SandboxError('closed', 'The sandbox is closed. Create another one with createSandbox().');
}
