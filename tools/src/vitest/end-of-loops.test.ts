import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const looping = `
import { Worker } from 'node:worker_threads';
const workerData = { turns: new Int32Array(new SharedArrayBuffer(4)), limitMs: 300 };
const thread = new Worker(process.argv[1], { workerData, execArgv: [] });
thread.postMessage('a.test.ts > loops');
thread.once('online', async () => {
  for (;;) await null;
});
`;

test('a process that loops from one promise to the next is ended, and says in which test', () => {
  const thread = join(import.meta.dirname, 'end-of-loops-thread.ts');
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', looping, thread], {
    encoding: 'utf8',
  });
  expect([signal, stderr]).toEqual([
    'SIGKILL',
    '\na.test.ts > loops\nIt computed for 0.3 s without an end: something in it never settles.\n',
  ]);
});
