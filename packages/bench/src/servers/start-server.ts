import { type ChildProcess, spawn } from 'node:child_process';

/** A server of the bench, in a process of its own. */
export interface Server {
  name: string;
  /** Without a slash at its end. */
  url: string;
  /** Milliseconds from the start of the process until it printed where it listens. */
  readyMs: number;
  stop(): Promise<void>;
}

/**
 * Starts a server with Node.js, and waits until it has printed its URL.
 *
 * @throws If it ends before that, with what it printed.
 */
export function startServer(name: string, args: readonly string[]): Promise<Server> {
  const begun = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (url === undefined) return;
      child.stdout?.off('data', read);
      // Nobody reads what it says from now on, and it must not wait for that.
      child.stdout?.resume();
      child.stderr?.resume();
      resolve({
        name,
        url,
        readyMs: performance.now() - begun,
        async stop() {
          child.kill('SIGKILL');
          await ended;
        },
      });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk) => {
      printed += chunk;
    });
    child.on('error', reject);
    ended.then(() => reject(new Error(`${name} ended before it listened. It said:\n${printed}`)));
  });
}
