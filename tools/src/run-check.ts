import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './paths.ts';
import { runNode } from './run-node.ts';
import type { TaskOutcome } from './turbo.ts';

/**
 * Runs a command of this package as a check. Not through turbo, which keeps no log of a task that must not be cached.
 *
 * @param name - What the check is about: `generated`.
 * @param args - File in tools/src, and its arguments.
 */
export async function runCheck(name: string, [file = '', ...args]: string[]): Promise<TaskOutcome> {
  const startedMs = Date.now();
  const { exitCode, printed } = await runNode([join(root, 'tools/src', file), ...args]);
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
