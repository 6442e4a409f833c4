import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeEach } from 'vitest';

// A test that loops, if only from one promise to the next, gives no timer a turn, and so its timeout never comes. A thread beside it names
// the test and ends the process.

// Without isolation, the files of a project share one process.
const watching = Symbol.for('truework-legacy.end-of-loops');
const shared = globalThis as { [watching]?: Worker };

function watch(): Worker {
  const turns = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(turns, 0, 1), 100).unref();
  const thread = new Worker(join(import.meta.dirname, 'end-of-loops-thread.ts'), {
    workerData: turns,
    // Those of vitest are for the tests.
    execArgv: [],
  });
  thread.unref();
  return thread;
}

shared[watching] ??= watch();
beforeEach(({ task }) => shared[watching]?.postMessage(`${task.file.name} > ${task.name}`));
