import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../paths.ts';
import { runNode } from './run-node.ts';
import type { TaskEnd } from './task-ends.ts';
import type { TaskOutcome } from './turbo.ts';

/**
 * Runs a command of this package as a stage. Not through turbo, which keeps no log of a task that must not be cached.
 *
 * @param task - What the stage is called: `generate`, `check:changeset`.
 * @param args - File in tools/src, and its arguments.
 * @param onEnd - Called as it ends.
 */
export async function runCommand(
  task: string,
  [file = '', ...args]: string[],
  onEnd: (end: TaskEnd) => void,
): Promise<TaskOutcome> {
  const id = `@truework-legacy/tools#${task}`;
  const startedMs = Date.now();
  const { exitCode, printed } = await runNode([join(root, 'tools/src', file), ...args]);
  const logFile = `tools/.turbo/${task.replace(':', '-')}.log`;
  await mkdir(dirname(join(root, logFile)), { recursive: true });
  await writeFile(join(root, logFile), printed);
  onEnd({ id, result: exitCode === 0 ? 'done' : 'failed' });
  return {
    id,
    exitCode,
    milliseconds: Date.now() - startedMs,
    cached: false,
    folder: 'tools',
    logFile,
  };
}
