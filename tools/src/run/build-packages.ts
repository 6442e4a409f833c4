import { clearProgress, showProgress, showStageEnd } from './progress.ts';
import { readLog, runTasks } from './turbo.ts';

/**
 * Builds packages, and says so.
 *
 * @param title - What is said: `Building the packages`.
 * @throws With what the build of a package printed, if it fails.
 */
export async function buildPackages(names: readonly string[], title: string): Promise<void> {
  showProgress(title);
  try {
    const tasks = names.map((name) => `@truework-legacy/${name}#build`);
    const failed = (await runTasks(tasks, showStageEnd)).find(({ exitCode }) => exitCode !== 0);
    if (failed !== undefined) throw new Error(`${failed.id} failed:\n\n${await readLog(failed)}`);
  } finally {
    clearProgress();
  }
}
