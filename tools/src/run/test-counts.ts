import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.ts';
import type { TaskOutcome } from './turbo.ts';

/** How many tests passed and failed. A test that was skipped has failed: nothing is left out in silence. */
export interface TestCounts {
  passed: number;
  failed: number;
}

interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

/** Where the tests of a package leave their counts, by the name of the task. */
function reportPath({ id, folder }: TaskOutcome): string {
  const task = id.split('#')[1] ?? '';
  return join(root, folder, 'test-results', `${task.replace(':', '-')}.json`);
}

/** The counts of a test task. Undefined if the task runs no tests. A report that is missing or contradicts the exit code is a failure. */
export async function readTestCounts(outcome: TaskOutcome): Promise<TestCounts | undefined> {
  if (!/#test(:|$)/.test(outcome.id)) return undefined;
  const text = await readFile(reportPath(outcome), 'utf8').catch(() => undefined);
  if (text === undefined || outcome.exitCode === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(text) as VitestReport;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests;
  const broken = outcome.exitCode !== 0 || !report.success || report.numPassedTests === 0;
  return { passed: report.numPassedTests, failed: failed === 0 && broken ? 1 : failed };
}

/** Deletes the counts of earlier runs, so that none is taken for those of this one. */
export async function forgetTestCounts(folders: readonly string[]): Promise<void> {
  await Promise.all(
    folders.map((folder) => rm(join(root, folder, 'test-results'), { recursive: true, force: true })),
  );
}
