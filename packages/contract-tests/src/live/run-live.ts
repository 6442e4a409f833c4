import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { recording } from '../exchange.ts';
import { openGate, systemClock } from './gate.ts';
import { openGateway } from './gateway.ts';
import { type Observation, observe } from './observe.ts';
import { type FailedTest, type LiveReport, markdownOf, reportOf } from './report.ts';
import type { LiveSettings } from './settings.ts';

const root = join(import.meta.dirname, '../../../..');

/**
 * Runs the suite's behaviour tests through the gate, and writes `live-differences.json` and `.md`.
 *
 * @param folder - Where to write them.
 * @param files - Parts of the names of the files to run. All when absent.
 */
export async function runLive(
  settings: LiveSettings,
  folder: string,
  files: readonly string[] = [],
): Promise<LiveReport> {
  const started = new Date().toISOString();
  const clock = settings.isVendor ? systemClock : undefined;
  const gate = openGate(settings, { fetch: globalThis.fetch, clock });
  const { fetch, exchanges } = recording(gate.fetch);
  const gateway = await openGateway(settings.origin, fetch);
  const address = { baseUrl: gateway.url, token: gate.token, pollMs: settings.isVendor ? 2_000 : 20 };
  const suite = await runSuite(address, files).finally(() => gateway.close());
  const observations = exchanges.map(observe);
  const report = reportOf({
    settings,
    started,
    observations: observations.filter((observation): observation is Observation => observation !== undefined),
    tests: suite.tests,
    failedTests: suite.failed,
    creates: gate.creates,
    gaps: [
      ...suite.gaps,
      ...[...new Set(gate.refusals)].map((refusal) => `Not sent: ${refusal}`),
      ...(gate.unanswered > 0 ? [`Requests without an answer: ${gate.unanswered}.`] : []),
    ],
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'live-differences.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(folder, 'live-differences.md'), markdownOf(report));
  return report;
}

interface Suite {
  readonly tests: number;
  readonly failed: readonly FailedTest[];
  readonly gaps: readonly string[];
}

interface VitestReport {
  numTotalTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Runs the tests in a process of their own that never has the key. What they print may quote answers, so nobody sees it. */
async function runSuite(address: object, files: readonly string[]): Promise<Suite> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-live-'));
  const { PATH = '', HOME = '' } = process.env;
  try {
    // The counts are written below the folder that it runs in.
    const child = spawn(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, '--project', 'live', ...files],
      { cwd: folder, env: { PATH, HOME, TRUEWORK_LIVE: JSON.stringify(address) }, stdio: 'ignore' },
    );
    await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
    return suiteOf(
      JSON.parse(await readFile(join(folder, 'test-results/test.json'), 'utf8')) as VitestReport,
    );
  } catch {
    return {
      tests: 0,
      failed: [],
      gaps: ['The tests could not be run. `pnpm exec vitest run --project contract` says more.'],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function suiteOf({ numTotalTests, testResults }: VitestReport): Suite {
  const failed = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, failureMessages = [] }) => ({
        name: fullName,
        source: placeIn(file, failureMessages),
      })),
  );
  const notLoaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    tests: numTotalTests,
    failed,
    gaps: notLoaded.map(({ name }) => `Could not be loaded: ${relative(root, name)}.`),
  };
}

/** Where in a test's file it failed, of all that its message says. */
function placeIn(file: string, messages: readonly string[]): string {
  const path = relative(root, file);
  const text = messages.join('\n');
  const at = text.indexOf(`${path}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(text.slice(at + path.length + 1))?.[0];
  return line === undefined ? path : `${path}:${line}`;
}
