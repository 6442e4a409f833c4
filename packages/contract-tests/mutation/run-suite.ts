import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, root } from './mutant.ts';
import { runGroup } from './run-group.ts';

/** What the suite said of a mutant. */
export interface SuiteVerdict {
  readonly isKilled: boolean;
  /** The test that failed first, and the first line of what it said. Absent if the mutant survived. */
  readonly by?: string;
}

/**
 * Runs the contract suite with a mutant, up to the first test that fails.
 *
 * @param folders - Which folders of `test/` to run. Empty: all of them.
 * @param patienceMs - If it takes longer, the mutant made it endless. Default: no limit.
 * @throws Error if the suite could not be run: that is not a verdict.
 */
export async function runSuite(
  mutant: Mutant | undefined,
  folders: readonly string[],
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<SuiteVerdict> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const paths = folders.map((folder) => `packages/contract-tests/test/${folder}/`);
  const flags = ['run', '--project', 'contract', '--bail', '1', '--no-isolate', '--maxWorkers', '1'];
  const folder = mkdtempSync(join(tmpdir(), 'truework-mutation-'));
  const file = join(folder, 'report.json');
  const env = {
    ...process.env,
    MUTANT: mutant === undefined ? '' : JSON.stringify(mutant),
    NO_COLOR: '1',
    TEST_REPORT: file,
  };
  const endMs = performance.now() + patienceMs;
  const { code, printed } = await runGroup(
    [vitest, ...flags, ...paths],
    env,
    () => performance.now() > endMs,
  );
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  rmSync(folder, { recursive: true });
  if (code === 0) return { isKilled: false };
  if (code === null) return { isKilled: true, by: 'The suite did not come to an end.' };
  if (text === '')
    throw new Error(
      `vitest ended without a report, so nothing is known of the mutant. See whether the suite runs at all: pnpm exec vitest run --project contract. It printed:\n\n${printed}`,
    );
  const report = JSON.parse(text) as {
    testResults: {
      name: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
  };
  for (const { name, message, assertionResults } of report.testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) {
      return { isKilled: true, by: `${failed.fullName}: ${firstLine(failed.failureMessages[0])}` };
    }
    // A file that does not load says so at once.
    if (message !== '')
      return { isKilled: true, by: `${name.slice(root.length + 1)}: ${firstLine(message)}` };
  }
  return { isKilled: true, by: firstLine(printed) };
}

function firstLine(text = ''): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
