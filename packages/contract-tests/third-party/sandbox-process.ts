import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../mutation/mutant.ts';

/** A sandbox in a process of its own. */
export interface SandboxProcess {
  /** Where it listens, on 127.0.0.1. */
  readonly url: string;
  close(): Promise<void>;
}

const command = join(root, 'packages/sandbox/src/cli.ts');

/**
 * Starts the sandbox by its command, as its users do, on a free port, without a limit of rate.
 *
 * @throws Error with what the command printed, if it ends before it listens.
 */
export async function startSandbox(): Promise<SandboxProcess> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@truework-legacy/source',
      command,
      ...['--port', '0', '--rate-limit', 'off', '--log', 'json'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<undefined>((resolve) => child.once('close', () => resolve(undefined)));
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (printed.length < 2000) printed += chunk;
  });
  const listening = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const { event, url } = JSON.parse(line) as { event: string; url?: string };
      if (event === 'listening' && url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([listening, ended]);
  if (url !== undefined) return { url, close };
  await close();
  throw new Error(`The sandbox did not start: ${command} printed:\n${printed}`);
}
