import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testEvent } from '@truework-legacy/client/webhooks';
import { createSandbox } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, expect, it } from 'vitest';

const webhookToken = 'test-hook-token';
const processes: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truework-legacy-fleet-'));
});

afterEach(async () => {
  await Promise.all(
    processes.splice(0).map(async (process) => {
      if (process.exitCode !== null || !process.kill()) return;
      await once(process, 'exit');
    }),
  );
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startRedis() {
  const port = await freePort();
  const redis = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  processes.push(redis);
  const isMissing = once(redis, 'error').then(([cause]) => {
    throw new Error('redis-server did not start. On Debian: apt-get install redis-server', { cause });
  });
  const isReady = (async () => {
    for await (const line of createInterface(redis.stdout)) if (line.includes('Ready to accept')) return;
    throw new Error('redis-server ended before it was ready.');
  })();
  await Promise.race([isReady, isMissing]);
  redis.stdout.resume();
  const stop = async () => {
    redis.kill();
    await once(redis, 'exit');
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

/** Starts a process of the fleet, and gathers what it prints. */
function startWorker(env: Record<string, string>) {
  const worker = spawn(process.execPath, ['--conditions=@truework-legacy/source', 'fleet/worker.ts'], {
    cwd: join(import.meta.dirname, '../snippets'),
    env: { PATH: process.env['PATH'], TRUEWORK_WEBHOOK_TOKEN: webhookToken, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(worker);
  const printed: string[] = [];
  const isDone = new Promise<void>((resolve, reject) => {
    worker.once('exit', () => reject(new Error(`The worker ended. It printed: ${printed.join(', ')}`)));
    createInterface(worker.stdout).on('line', (line) => {
      printed.push(line);
      if (line === 'done') resolve();
    });
  });
  isDone.catch(() => {});
  return { printed, isDone };
}

/** What follows a word on the lines that begin with it. */
function valuesOf(printed: readonly string[], word: string): string[] {
  return printed.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
}

it('four processes share ten requests per second, and handle a webhook once', async () => {
  const sandbox = createSandbox({ rateLimit: false });
  try {
    const [redis, { url: TRUEWORK_URL }] = await Promise.all([startRedis(), sandbox.listen({ port: 0 })]);
    const workers = Array.from({ length: 4 }, () => startWorker({ REDIS_URL: redis.url, TRUEWORK_URL }));
    await Promise.all(workers.map(({ isDone }) => isDone));

    const times = workers.flatMap(({ printed }) => valuesOf(printed, 'sent').map(Number));
    expect(times).toHaveLength(24);
    const inASecond = (start: number) => times.filter((time) => time >= start && time < start + 1_000).length;
    expect(Math.max(...times.map(inASecond)), `Sent at ${times.sort().join(', ')}`).toBeLessThanOrEqual(10);

    const event = testEvent({
      token: webhookToken,
      type: 'verification_request.state.change',
      data: { state: 'completed' },
    });
    const deliver = async ({ printed }: { printed: readonly string[] }) =>
      (await fetch(`http://127.0.0.1:${valuesOf(printed, 'port')}/`, event)).status;
    for (const worker of workers) expect(await deliver(worker)).toBe(204);
    expect(workers.flatMap(({ printed }) => valuesOf(printed, 'handled'))).toEqual(['completed']);

    await redis.stop();
    for (const worker of workers) expect(await deliver(worker)).toBe(500);
    expect(workers.flatMap(({ printed }) => valuesOf(printed, 'failed'))).toEqual(
      Array(4).fill('Error: The client is offline'),
    );
  } finally {
    await sandbox.close();
  }
});
