import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** How long a test may compute at a stretch. It is time of the processor, the same on a busy machine. */
const limitMs = 60_000;

let test = '';
let turns = 0;
let sinceMs = 0;
parentPort?.on('message', (name: string) => {
  test = name;
});

setInterval(() => {
  const { user, system } = process.cpuUsage();
  const nowMs = (user + system) / 1000;
  const now = Atomics.load(workerData as Int32Array, 0);
  if (now !== turns) sinceMs = nowMs;
  turns = now;
  if (nowMs - sinceMs < limitMs) return;
  writeSync(
    2,
    `\n${test}\nIt computed for ${limitMs / 1000} s without an end: something in it never settles.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}, 500);
