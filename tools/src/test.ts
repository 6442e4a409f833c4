import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTree } from './generation/generated-tree.ts';
import { root } from './paths.ts';
import { findChromium } from './run/chromium.ts';
import { clearProgress, showProgress, showStageEnd } from './run/progress.ts';
import { runCommand } from './run/run-command.ts';
import { byPipeline, describeStage, stageName } from './run/stages.ts';
import { formatTable, seconds } from './run/table.ts';
import { forgetTestCounts, readTestCounts } from './run/test-counts.ts';
import { readLog, runTasks } from './run/turbo.ts';

const tasks = [
  'check:generated',
  'lint:code',
  'lint',
  'typecheck',
  'build',
  'test',
  'test:repository',
  'mutate:changes',
];

/** With `--affected`, only the tasks whose inputs a branch changed. */
const affected = process.argv.includes('--affected') ? ['--affected'] : [];

/** Runs all that CI runs. @returns Whether all of it passed. */
async function main(): Promise<boolean> {
  const startedMs = Date.now();
  const packages = await readdir(join(root, 'packages'));
  await forgetTestCounts(['.', 'tools', 'spec', ...packages.map((name) => `packages/${name}`)]);

  const failures: string[] = [];
  let passed = 0;
  let failed = 0;
  let chromium: string | undefined;
  try {
    chromium = findChromium();
  } catch (error) {
    failures.push(`The browser tests could not run. ${(error as Error).message}`);
    failed += 1;
  }

  showProgress('Running every check, mutants of what changed last');
  // What it compares with depends on git, of which turbo knows nothing.
  const changeset = runCommand('check:changeset', ['spec-diff.ts', '--check-changeset'], showStageEnd);
  const browser = chromium === undefined ? [] : ['test:browser'];
  // Turbo hashes what files contain, and nothing else of them.
  const { odd } = await readTree(root);
  const env = { CHROMIUM_PATH: chromium, ODD_GENERATED: [...odd].join() };
  const outcomes = [
    ...(await runTasks([...tasks, ...browser, ...affected], showStageEnd, env)),
    await changeset,
  ];
  clearProgress();
  outcomes.sort(byPipeline);
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

  console.log(
    formatTable([['Check', 'Result', 'Time', 'Cache'], ...(await Promise.all(outcomes.map(describeStage)))]),
  );
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(`\nAll of it took ${seconds(Date.now() - startedMs)}.\n\n${passed} passed, ${failed} failed`);
  return failed === 0 && outcomes.length > 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
