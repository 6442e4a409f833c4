import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';
import { clearProgress, showProgress, showStageEnd } from './run/progress.ts';
import { readLog, runTasks } from './run/turbo.ts';

/** What benches measure as built: what importing costs, and how soon a command is ready. */
const packages = ['client', 'migrate', 'zod', 'sandbox'];

/** Builds what is measured, and hands the terminal to the bench. @returns Its exit code. */
async function main(args: string[]): Promise<number> {
  showProgress('Building what is measured');
  const outcomes = await runTasks(
    packages.map((name) => `@truework-legacy/${name}#build`),
    showStageEnd,
  );
  clearProgress();
  const failed = outcomes.find(({ exitCode }) => exitCode !== 0);
  if (failed !== undefined) {
    console.error(`${failed.id} failed:\n\n${await readLog(failed)}`);
    return 1;
  }
  const bench = join(root, 'packages/bench/src/bench.ts');
  const node = ['--conditions=@truework-legacy/source', bench, ...args];
  return spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  process.exitCode = 1;
}
