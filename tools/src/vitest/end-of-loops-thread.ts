import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** A count that grows whenever the watched thread has a turn, and how long it may compute without one. */
const { turns, limitMs } = workerData as { turns: Int32Array; limitMs: number };

let test = '';
let counted = 0;
let sinceMs = 0;
parentPort?.on('message', (name: string) => {
  test = name;
});

setInterval(() => {
  const { user, system } = process.cpuUsage();
  const nowMs = (user + system) / 1000;
  const count = Atomics.load(turns, 0);
  if (count !== counted) sinceMs = nowMs;
  counted = count;
  if (nowMs - sinceMs < limitMs) return;
  writeSync(
    2,
    `\n${test}\nIt computed for ${limitMs / 1000} s without an end: something in it never settles.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}, 500);
