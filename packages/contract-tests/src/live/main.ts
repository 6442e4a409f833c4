import { join } from 'node:path';
import { clearProgress, showCount, showProgress } from '../show-progress.ts';
import { exitCodeOf, exitCodes } from './report.ts';
import { runLive } from './run-live.ts';
import { LiveModeError, liveSettings } from './settings.ts';

// `pnpm test:live`: 0 no difference, 1 differences, 2 not run, not wholly run, or rejected.

const folder = join(import.meta.dirname, '../../test-results');

try {
  const settings = liveSettings(process.env);
  showProgress(`Running the behaviour tests against ${settings.origin}, one call after the other`);
  const report = await runLive(settings, folder, [], (count) => showCount(`${count} calls so far`));
  clearProgress();
  const { verdict, against, differences, tests, gaps } = report;
  for (const gap of gaps) console.log(gap);
  for (const { name, source } of tests.failed) console.log(`Failed: ${name} (${source})`);
  for (const { operation, where, expected, seen, source } of differences) {
    console.log(`${operation}, ${where}: expected ${expected} (${source}), seen ${seen}`);
  }
  console.log(
    `${verdict} (${against}): ${differences.length} differences, ${tests.failed.length} of ${tests.run} tests failed. See ${join(folder, 'live-differences.md')}.`,
  );
  process.exitCode = exitCodeOf(report);
} catch (error) {
  clearProgress();
  // An unforeseen error may contain anything, the key included.
  console.error(
    error instanceof LiveModeError
      ? error.message
      : 'Unverified against the vendor: the run failed unexpectedly. Its error is not shown, because it may contain the key. See whether the runner itself works: pnpm exec vitest run --project contract packages/contract-tests/test/live.',
  );
  process.exitCode = exitCodes.notRun;
}
