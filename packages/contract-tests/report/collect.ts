import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Source, sourceLevels } from '@truework-legacy/spec/document';
import { root } from '../mutation/mutant.ts';
import { runGroup } from '../mutation/run-group.ts';
import type { LiveReport } from '../src/live/report.ts';
import { clearProgress, showProgress } from '../src/show-progress.ts';
import { spec } from '../src/spec.ts';
import { operationsOfTheSpec } from '../src/spec-operations.ts';
import type { SuiteEvidence } from '../src/suite-evidence.ts';
import { excuses, isExcusedBy, unexcused } from '../third-party/excused-findings.ts';
import { startSandbox } from '../third-party/sandbox-process.ts';
import { validators as thirdParties } from '../third-party/validators.ts';
import type {
  ContractReport,
  MutationReport,
  OperationEvidence,
  ThirdPartyEvidence,
  VendorEvidence,
} from './contract-report.ts';

/** Where the report is kept, for the documentation site. */
export const reportFile: string = join(root, 'packages/docs/src/data/contract-report.json');

interface TestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; assertionResults: { status: string; meta?: SuiteEvidence }[] }[];
}

/**
 * Runs the suite and the third-party validators, and combines what they showed with the last whole run of the mutation.
 *
 * @throws Error if the suite fails: a report on that would be worth nothing.
 */
export async function collect(): Promise<ContractReport> {
  const begun = performance.now();
  showProgress('Running the contract suite');
  const suite = await runWholeSuite();
  const seconds = Math.round((performance.now() - begun) / 1000);
  const live = vendorRun(readJson(join(root, 'packages/contract-tests/test-results/live-differences.json')));
  const mutation = readJson<MutationReport>(join(root, 'packages/contract-tests/mutation/result.json'));
  return {
    date: new Date().toISOString().slice(0, 10),
    apiVersion: spec.info.version,
    ranAgainst: 'the sandbox of this repository',
    ranOn: `Node.js ${process.versions.node} on ${platform()} ${arch()}`,
    tests: { passed: suite.numPassedTests, failed: suite.numFailedTests, seconds },
    vendor: vendorEvidence(live),
    operations: operationEvidence(suite, live),
    facts: factsByLevel(live),
    keywords: keywordEvidence(suite),
    thirdParties: await thirdPartyEvidence(),
    ...(mutation && { mutation }),
  };
}

/** Keeps a report for the documentation site. */
export function keep(report: ContractReport): void {
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
}

async function runWholeSuite(): Promise<TestReport> {
  const folder = mkdtempSync(join(tmpdir(), 'truework-report-'));
  const file = join(folder, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { code, printed } = await runGroup([vitest, 'run', '--project', 'contract'], {
    ...process.env,
    TEST_REPORT: file,
  });
  const report = readJson<TestReport>(file);
  rmSync(folder, { recursive: true });
  if (code !== 0 || report === undefined)
    throw new Error(`The suite fails. Fix it first: pnpm exec vitest run --project contract.\n\n${printed}`);
  return report;
}

/** What the tests, and a run against Truework, showed of each operation. */
export function operationEvidence(
  { testResults }: Pick<TestReport, 'testResults'>,
  live?: Pick<LiveReport, 'evidence'>,
): OperationEvidence[] {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ meta = {} }) => ({ isBehaviour: name.includes('/test/behaviour/'), ...meta })),
  );
  return operationsOfTheSpec().map(({ id, method, path, source = 'documented', responses }) => ({
    id,
    method,
    path,
    source,
    statuses: Object.keys(responses)
      .map(Number)
      .map((status) => {
        const matches = (one: { operation: string; status: number }) =>
          one.operation === id && one.status === status;
        const driven = tests.flatMap((test) => test.driven ?? []).filter(matches).length;
        const rejected = tests.flatMap((test) => test.rejected ?? []).filter(matches);
        const seen = live?.evidence.find(matches)?.seen;
        return {
          status,
          driven,
          // Every exchange is validated, or its test fails.
          schema: driven,
          negative: rejected.reduce((sum, { count }) => sum + count, 0),
          behaviour: tests.filter((test) => test.isBehaviour && test.driven?.some(matches)).length,
          ...(seen !== undefined && { vendor: seen }),
        };
      }),
  }));
}

function keywordEvidence({ testResults }: TestReport): ContractReport['keywords'] {
  const table = testResults
    .flatMap(({ assertionResults }) => assertionResults.map(({ meta }) => meta?.keywords))
    .find((keywords) => keywords !== undefined);
  return Object.entries(table ?? {}).map(([keyword, { locations = 0, rejecting = 0, ...seen }]) => ({
    keyword,
    locations,
    rejecting,
    seen,
  }));
}

async function thirdPartyEvidence(): Promise<ThirdPartyEvidence[]> {
  const sandbox = await startSandbox();
  const evidence: ThirdPartyEvidence[] = [];
  try {
    for (const validator of thirdParties) {
      showProgress(`${validator.name} checks the sandbox`);
      const { checks, findings } = await validator.validate(sandbox.url);
      const reasons = excuses.filter((excuse) => findings.some((finding) => isExcusedBy(finding, excuse)));
      evidence.push({
        name: validator.name,
        version: validator.version,
        checks,
        findings: unexcused(findings).length,
        excused: reasons.map(({ reason }) => reason),
      });
    }
  } finally {
    clearProgress();
    for (const validator of thirdParties) await validator.close?.();
    await sandbox.close();
  }
  return evidence;
}

/** The last live run, if it was a whole one against Truework. */
export function vendorRun(report: LiveReport | undefined): LiveReport | undefined {
  return report?.isVendor && report.isComplete ? report : undefined;
}

function vendorEvidence(live: LiveReport | undefined): VendorEvidence {
  return live === undefined
    ? {
        status: 'unverified',
        reason:
          'Nobody who works on this project has a key of Truework. Whoever has one can compare: pnpm test:live.',
      }
    : { status: 'compared', date: live.started.slice(0, 10), differences: live.differences.length };
}

/** How many facts of the spec are known from where: everything with a source of its own, values of enums included. */
function factsByLevel(live: LiveReport | undefined): ContractReport['facts'] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, inside] of Object.entries(node)) {
      if (name !== 'x-source') {
        visit(inside);
        continue;
      }
      const { level, values = {} } = inside as Source;
      found.push(level, ...Object.values(values).map((value) => value.level));
    }
  };
  visit(spec);
  return sourceLevels.map((level) => ({
    level,
    facts: found.filter((one) => one === level).length,
    seenAtVendor: live?.confirmed.filter((fact) => fact.level === level).length ?? 0,
  }));
}

function readJson<Kind>(file: string): Kind | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kind) : undefined;
}
