import { parentPort, workerData } from 'node:worker_threads';
import { report } from './mutation-plan.ts';
import { cpuMs, tickMs, type Watch } from './watchdog.ts';

const { log, ticks } = workerData as { log: string; ticks: Int32Array };

interface Beginning extends Watch {
  readonly cpuAtMs: number;
  readonly ticksAt: number;
}

let current: Beginning | undefined;
parentPort?.on('message', (watch: Watch | undefined) => {
  current = watch && { ...watch, cpuAtMs: cpuMs(), ticksAt: Atomics.load(ticks, 0) };
});

setInterval(() => {
  if (current === undefined) return;
  const excess = excessOf(current);
  if (excess === undefined) return;
  report({ log }, { ...current.finding, said: excess });
  process.kill(process.pid, 'SIGKILL');
}, tickMs);

function excessOf(watch: Beginning): string | undefined {
  const limit = `${Math.round(watch.limitMs / 1_000)} s, far longer than without a mutant.`;
  if (cpuMs() - watch.cpuAtMs > watch.limitMs) return `It computed for ${limit}`;
  if ((Atomics.load(ticks, 0) - watch.ticksAt) * tickMs > watch.limitMs) return `It waited for ${limit}`;
  if (process.memoryUsage.rss() > watch.limitBytes)
    return `It took more than ${watch.limitBytes / 2 ** 20} MiB of memory.`;
  return undefined;
}
