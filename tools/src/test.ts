import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTree } from './generation/generated-tree.ts';
import { root } from './paths.ts';
import { findChromium } from './run/chromium.ts';
import { clearProgress, showProgress, showStageEnd } from './run/progress.ts';
import { runCommand } from './run/run-command.ts';
import { byPipeline, describeStage } from './run/stages.ts';
import { formatTable, seconds } from './run/table.ts';
import { forgetTestCounts } from './run/test-counts.ts';
import { runTasks } from './run/turbo.ts';
import { checkTasks, verdictOf } from './run/verdict.ts';

/** With `--affected`, only the tasks whose inputs a branch changed. */
const affected = process.argv.includes('--affected') ? ['--affected'] : [];

/** Runs all that CI runs. @returns The exit code. */
async function main(): Promise<number> {
  const startedMs = Date.now();
  const packages = await readdir(join(root, 'packages'));
  await forgetTestCounts(['.', 'tools', 'spec', ...packages.map((name) => `packages/${name}`)]);

  const notRun: string[] = [];
  let chromium: string | undefined;
  try {
    chromium = findChromium();
  } catch (error) {
    notRun.push(`The browser tests could not run. ${(error as Error).message}`);
  }

  showProgress('Running every check, mutants of what changed last');
  // What it compares with depends on git, of which turbo knows nothing.
  const changeset = runCommand('check:changeset', ['spec-diff.ts', '--check-changeset'], showStageEnd);
  const browser = chromium === undefined ? [] : ['test:browser'];
  // Turbo hashes what files contain, and nothing else of them.
  const { odd } = await readTree(root);
  const env = { CHROMIUM_PATH: chromium, ODD_GENERATED: [...odd].join() };
  const outcomes = [
    ...(await runTasks([...checkTasks, ...browser, ...affected], showStageEnd, env)),
    await changeset,
  ];
  clearProgress();
  outcomes.sort(byPipeline);
  const { failures, lastLine, exitCode } = await verdictOf(outcomes, notRun);

  console.log(
    formatTable([['Check', 'Result', 'Time', 'Cache'], ...(await Promise.all(outcomes.map(describeStage)))]),
  );
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(`\nAll of it took ${seconds(Date.now() - startedMs)}.\n\n${lastLine}`);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
