import { stageName } from './stages.ts';
import { readTestCounts, type TestCounts } from './test-counts.ts';
import { readLog, type TaskOutcome } from './turbo.ts';

/** All that `npm test` runs, but for what needs a browser or git's history. */
export const checkTasks = [
  'check:generated',
  'lint:code',
  'lint',
  'typecheck',
  'build',
  'test',
  'test:repository',
  'mutate:changes',
];

/** What came of a run of all checks. */
export interface Verdict extends TestCounts {
  /** What each task that failed printed, below its name. */
  readonly failures: string[];
  /** The last line of the run. */
  readonly lastLine: string;
  readonly exitCode: number;
}

/**
 * Adds up what tasks came to. A task without tests counts as one.
 *
 * @param outcomes - Of all tasks. Without any, nothing was checked, and that is a failure.
 * @param notRun - Why other checks could not run: each counts as one failure.
 */
export async function verdictOf(
  outcomes: readonly TaskOutcome[],
  notRun: readonly string[] = [],
): Promise<Verdict> {
  const failures = [...notRun, ...(outcomes.length === 0 ? ['No check was run.'] : [])];
  let passed = 0;
  let failed = failures.length;
  for (const outcome of outcomes) {
    const succeeded = outcome.exitCode === 0;
    const counts = (await readTestCounts(outcome)) ?? {
      passed: succeeded ? 1 : 0,
      failed: succeeded ? 0 : 1,
    };
    passed += counts.passed;
    failed += counts.failed;
    if (counts.failed === 0) continue;
    const log =
      outcome.exitCode === undefined ? 'Not run: a task that it depends on failed.' : await readLog(outcome);
    failures.push(`${stageName(outcome.id)} failed:\n\n${log}`);
  }
  const lastLine = `${passed} passed, ${failed} failed`;
  return { passed, failed, failures, lastLine, exitCode: failed === 0 ? 0 : 1 };
}
