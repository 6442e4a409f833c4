import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { runNode } from './run-node.ts';
import { type TaskEnd, taskEnds } from './task-ends.ts';

/** What became of one task of a run. */
export interface TaskOutcome {
  /** Package and task, such as `@truework-legacy/client#build`. */
  id: string;
  /** Absent if the task did not run, because one that it depends on failed. */
  exitCode?: number;
  milliseconds: number;
  cached: boolean;
  /** The package's folder, from the repository. */
  folder: string;
  /** Path of what it printed, from the repository. */
  logFile: string;
}

interface Summary {
  tasks: {
    taskId: string;
    command: string;
    directory: string;
    logFile: string;
    cache: { status: 'HIT' | 'MISS' };
    execution?: { startTime: number; endTime: number; exitCode: number | null };
  }[];
}

/**
 * Runs tasks of turbo.json and returns what became of each one that has a script, in alphabetical order.
 *
 * @param tasks - Names as `turbo run` takes them.
 * @param onEnd - Called with each task as it ends.
 * @param env - Variables beside those of this process.
 * @param options - What the scripts of the tasks get on their command lines.
 * @throws Where turbo itself fails, with its own words.
 */
export async function runTasks(
  tasks: string[],
  onEnd: (end: TaskEnd) => void,
  env: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): Promise<TaskOutcome[]> {
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  // In groups, turbo prints of a task what it prints once the task has ended.
  const output = ['--ui=stream', '--output-logs=hash-only', '--log-order=grouped', '--log-prefix=task'];
  const flags = [...output, '--summarize', '--continue=dependencies-successful'];
  const ends = taskEnds(onEnd);
  const { printed } = await runNode(
    // One more than there are cores: tasks wait for a browser, or for a process of theirs.
    [turbo, 'run', ...tasks, ...flags, `--concurrency=${availableParallelism() + 1}`, '--', ...options],
    {
      ...env,
      ASTRO_TELEMETRY_DISABLED: '1',
      // The compiler ends before the memory does: collecting garbage takes a fifth of its time.
      GOGC: 'off',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
    ends.read,
  );
  ends.finish();
  const path = /Summary:\s+(.+\.json)/.exec(printed)?.[1];
  if (path === undefined) throw new Error(`turbo did not run. It printed:\n\n${printed.trim()}`);
  const summary = JSON.parse(await readFile(path, 'utf8')) as Summary;
  return summary.tasks
    .filter(({ command }) => command !== '<NONEXISTENT>')
    .map(({ taskId, directory, logFile, cache, execution }): TaskOutcome => {
      const outcome: TaskOutcome = {
        id: taskId,
        milliseconds: execution === undefined ? 0 : execution.endTime - execution.startTime,
        cached: cache.status === 'HIT',
        folder: directory,
        logFile,
      };
      if (execution !== undefined) outcome.exitCode = execution.exitCode ?? 1;
      return outcome;
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How many lines of a log are worth reading in one go. */
const linesShown = 100;

/** What a task printed, without turbo's own lines and pnpm's echo of the script, and where the rest is if it was much. */
export async function readLog({ logFile }: TaskOutcome): Promise<string> {
  const log = await readFile(join(root, logFile), 'utf8').catch(() => '');
  const lines = log
    .split('\n')
    .filter(
      (line) =>
        !/^(cache (hit|miss|bypass)|\$ |> |\[ELIFECYCLE\]|JSON report written|.*--generate-ignore-file)/.test(
          line.trim(),
        ),
    )
    .join('\n')
    .trim()
    .split('\n');
  if (lines.length <= linesShown) return lines.join('\n');
  return `${lines.slice(0, linesShown).join('\n')}\n\n… ${lines.length - linesShown} more lines in ${logFile}`;
}
