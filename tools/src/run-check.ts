import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './paths.ts';
import type { TaskOutcome } from './turbo.ts';

/**
 * Runs a command of this package as a check. Not through turbo, which keeps no log of a task that must not be cached.
 *
 * @param name - What the check is about: `generated`.
 * @param args - File in tools/src, and its arguments.
 */
export async function runCheck(name: string, [file = '', ...args]: string[]): Promise<TaskOutcome> {
  const startedMs = Date.now();
  const child = spawn(process.execPath, [join(root, 'tools/src', file), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
  const logFile = `tools/.turbo/check-${name}.log`;
  await mkdir(dirname(join(root, logFile)), { recursive: true });
  await writeFile(join(root, logFile), printed);
  return {
    id: `@truework-legacy/tools#check:${name}`,
    exitCode,
    milliseconds: Date.now() - startedMs,
    cached: false,
    folder: 'tools',
    logFile,
  };
}
