import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { recording } from '../exchange.ts';
import { type Observation, observe } from '../observe.ts';
import { openGate, systemClock } from './gate.ts';
import { openGateway } from './gateway.ts';
import { type FailedTest, type LiveReport, markdownOf, reportOf } from './report.ts';
import { askResellerPurpose } from './reseller-purpose.ts';
import type { LiveSettings } from './settings.ts';

const root = join(import.meta.dirname, '../../../..');

/**
 * Runs the suite's behaviour tests through the gate, and writes `live-differences.json` and `.md`.
 *
 * @param folder - Where to write them.
 * @param selection - Which tests to run, as arguments of vitest. All when absent.
 * @param onCall - Called with the number of calls so far, after each.
 */
export async function runLive(
  settings: LiveSettings,
  folder: string,
  selection: readonly string[] = [],
  onCall: (count: number) => void = () => {},
): Promise<LiveReport> {
  const started = new Date().toISOString();
  const clock = settings.isVendor ? systemClock : undefined;
  const gate = openGate(settings, { fetch: globalThis.fetch, clock });
  const { fetch, exchanges } = recording(gate.fetch);
  // What is least certain of all comes first.
  const resellerPurpose = await askResellerPurpose(settings.origin, gate.token, gate.fetch).catch(
    () => undefined,
  );
  const gateway = await openGateway(settings.origin, async (input, init) => {
    const response = await fetch(input, init);
    onCall(exchanges.length);
    return response;
  });
  const address = { baseUrl: gateway.url, token: gate.token, pollMs: settings.isVendor ? 2_000 : 20 };
  const suite = await runSuite(address, selection).finally(() => gateway.close());
  const observations = exchanges.map(observe);
  const report = reportOf({
    settings,
    started,
    observations: observations.filter((observation): observation is Observation => observation !== undefined),
    tests: suite.tests,
    failedTests: suite.failed,
    creates: gate.creates,
    resellerPurpose,
    gaps: [
      ...suite.gaps,
      ...[...new Set(gate.rejections)].map((rejection) => `Not sent: ${rejection}`),
      ...(gate.withoutResponse > 0 ? [`Requests without a response: ${gate.withoutResponse}.`] : []),
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
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Runs the tests in a process of their own that never has the key. What they print may quote responses, so nobody sees it. */
async function runSuite(address: object, selection: readonly string[]): Promise<Suite> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-live-'));
  const { PATH = '', HOME = '' } = process.env;
  try {
    // The counts are written below the folder that it runs in.
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--root',
        root,
        '--project',
        'live',
        ...selection,
      ],
      { cwd: folder, env: { PATH, HOME, TRUEWORK_LIVE: JSON.stringify(address) }, stdio: 'ignore' },
    );
    await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
    const report = await readFile(join(folder, 'test-results/test.json'), 'utf8');
    return suiteOf(JSON.parse(report) as VitestReport, selection.length > 0);
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

function suiteOf({ testResults }: VitestReport, isSelection: boolean): Suite {
  const tests = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file })),
  );
  const run = tests.filter(({ status }) => status === 'passed' || status === 'failed');
  const notRun = isSelection ? 0 : tests.length - run.length;
  const notLoaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    tests: run.length,
    failed: run
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, file, failureMessages = [] }) => ({
        name: fullName,
        source: locationIn(file, failureMessages),
      })),
    gaps: [
      ...notLoaded.map(({ name }) => `Could not be loaded: ${relative(root, name)}.`),
      ...(notRun > 0 ? [`Tests that did not run: ${notRun}.`] : []),
    ],
  };
}

/** Where in a test's file it failed, of all that its message says. */
function locationIn(file: string, messages: readonly string[]): string {
  const path = relative(root, file);
  const text = messages.join('\n');
  const at = text.indexOf(`${path}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(text.slice(at + path.length + 1))?.[0];
  return line === undefined ? path : `${path}:${line}`;
}
