import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from '../mutant.ts';
import type { CodeMutant } from './code-mutants.ts';
import type { CodePackage } from './code-sources.ts';
import { type Finding, findingsIn, type MutationPlan } from './mutation-plan.ts';

/** What became of a mutant. */
export interface CodeOutcome {
  readonly mutant: CodeMutant;
  readonly fate: 'killed' | 'survived' | 'not reached' | 'undecided';
  /** The test that failed, and what it said. Absent unless it was killed. */
  readonly by?: string;
  /** Milliseconds of the tests that reach it, without a mutant, by their files. */
  readonly reachedBy: Readonly<Record<string, number>>;
}

/** Some of the tests, and how long they are asked. */
export interface Round {
  /** Of vitest. */
  readonly projects: readonly string[];
  readonly slowMs: number;
  readonly testsPerFile: number;
  /** Which files of tests to run, by a part of their path. Empty: all of the project. */
  readonly files?: readonly string[];
}

/** How many files of tests are asked first about a mutant that needs a process of its own: those with the quickest tests. */
const filesAlone = 8;

/**
 * How long there may be no news before a process is taken to hang: while a mutant is tried, while none is, and of one that is always active.
 * Without a mutant a process only waits for a busy machine, and what it had still to reach would count as not reached.
 */
const patienceMs = { tried: 120_000, none: 600_000, always: 300_000 };

/** The contract tests that are not about the programs that check them. */
const contractFolders = [
  'behaviour',
  'operations',
  'golden',
  'statuses',
  'client',
  'sandbox',
  'validators',
  'constraints',
];

/** Small specs, whose validators use what the API's do not. */
const smallSpecs = 'tools/src/generation/validators.repository.test.ts';

/** Tests of the package first, the quick ones before the slow ones, then the contract tests, and at last all that the package has. */
export function everyTest(name: CodePackage): Round[] {
  const files = contractFolders.map((folder) => `packages/contract-tests/test/${folder}/`);
  return [
    { projects: [name], slowMs: 200, testsPerFile: 5 },
    { projects: [name], slowMs: 2_000, testsPerFile: 25 },
    { projects: ['contract'], files, slowMs: 5_000, testsPerFile: 15 },
    { projects: [name], slowMs: 10_000, testsPerFile: 10_000 },
    ...(name === 'zod'
      ? [{ projects: ['repository'], files: [smallSpecs], slowMs: 5_000, testsPerFile: 100 }]
      : []),
  ];
}

/**
 * Tests mutants with the tests that reach them: those of their package first, then the contract tests.
 *
 * @param onProgress - Called with what is done at the moment.
 * @param budgetMs - After this, what is not decided is left undecided. Default: no limit.
 */
export async function testCodeMutants(
  mutants: readonly CodeMutant[],
  rounds: readonly Round[],
  onProgress: (text: string) => void,
  budgetMs = Number.POSITIVE_INFINITY,
): Promise<CodeOutcome[]> {
  const endMs = performance.now() + budgetMs;
  const folder = mkdtempSync(join(tmpdir(), 'truework-mutants-'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  try {
    let asked = mutants.map((_, id) => id);
    const alone = new Set<number>();
    for (const [index, round] of rounds.entries()) {
      if (asked.length === 0) break;
      onProgress(
        `round ${index + 1} of ${rounds.length}: ${asked.length} mutants, ${round.projects.join(', ')}`,
      );
      let { files } = round;
      // A file whose tests went on for ever is run again without the mutant that did that.
      for (let run = 0; run < 4 && files?.length !== 0 && performance.now() < endMs; run += 1) {
        const earlier = findingsIn(log).length;
        const file = join(folder, `plan-${index}-${run}`);
        await runVitest(
          { mutants, asked, alone: [...alone], log, ...round },
          file,
          { ...round, ...(files && { files }) },
          endMs,
        );
        const findings = findingsIn(log);
        const dead = new Set(killedIn(findings).keys());
        asked = asked.filter((id) => !dead.has(id));
        const tainted = findings.slice(earlier).flatMap((one) => (one.type === 'tainted' ? one : []));
        for (const id of tainted.flatMap(({ suspects }) => suspects)) alone.add(id);
        files = [...new Set(tainted.map((one) => one.file))];
      }
    }
    const isOnlyReached = rounds.every(({ testsPerFile }) => testsPerFile === 0);
    if (!isOnlyReached) await testAlone(mutants, asked, alone, log, folder, onProgress, endMs);
    return outcomes(mutants, findingsIn(log), performance.now() < endMs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Those that act while their module is loaded or the check of a schema is made, which happens once, or that disturb later tests: each in a
 * process of its own, in the tests that load it.
 */
async function testAlone(
  mutants: readonly CodeMutant[],
  asked: readonly number[],
  alone: ReadonlySet<number>,
  log: string,
  folder: string,
  onProgress: (text: string) => void,
  endMs: number,
): Promise<void> {
  const findings = findingsIn(log);
  const loaded = findings.flatMap((finding) => (finding.type === 'loaded' ? finding : []));
  const loads = (id: number) => loaded.filter((one) => one.mutants.includes(id)).map((one) => one.file);
  const reaches = (id: number) =>
    findings.flatMap((one) => (one.type === 'reached' && one.mutants.includes(id) ? one.file : []));
  const isMadeOnce = (id: number) => mutants[id]?.file.startsWith('packages/zod/') && reaches(id).length > 0;
  const left = asked.filter((id) => alone.has(id) || loads(id).length > 0 || isMadeOnce(id));
  const duration = new Map<string, number>();
  for (const finding of findings)
    if (finding.type === 'reached')
      duration.set(finding.file, (duration.get(finding.file) ?? 0) + finding.ms);
  for (const [index, id] of left.entries()) {
    if (performance.now() > endMs) return;
    onProgress(`mutants in a process of their own: ${index + 1} of ${left.length}`);
    const files = [...new Set([...loads(id), ...reaches(id)])].sort(
      (a, b) => (duration.get(a) ?? 0) - (duration.get(b) ?? 0),
    );
    const own = mutants[id]?.file.split('/')[1] ?? '';
    const [ownFiles, contractFiles] = [own, 'contract-tests'].map((name) =>
      files.filter((file) => file.startsWith(`packages/${name}/`)),
    ) as [string[], string[]];
    const plan = { mutants, asked: [id], alone: [], always: id, slowMs: 0, testsPerFile: 0, log };
    const failed = await firstFailure(
      plan,
      [
        { project: own, files: ownFiles.slice(0, filesAlone) },
        { project: own, files: ownFiles.slice(filesAlone) },
        { project: 'contract', files: contractFiles },
        { project: 'repository', files: files.filter((file) => file === smallSpecs) },
      ],
      join(folder, `static-${id}`),
      endMs,
    );
    if (failed !== undefined) kill(log, { type: 'killed', file: '', test: failed, mutant: id, said: '' });
  }
}

/** The test that fails with a mutant that is always active, and fails again. Undefined if none does, or none did in time. */
async function firstFailure(
  plan: MutationPlan,
  batches: readonly { project: string; files: string[] }[],
  file: string,
  endMs: number,
): Promise<string | undefined> {
  for (const { project, files } of batches) {
    if (files.length === 0) continue;
    const run = (which: readonly string[]) =>
      runVitest(plan, file, { projects: [project], slowMs: 0, testsPerFile: 0, files: which }, endMs);
    const first = await run(files);
    const again = first?.file === undefined ? first : await run([first.file]);
    if (again !== undefined) return again.said;
  }
  return undefined;
}

function killedIn(findings: readonly Finding[]): Map<number, string> {
  return new Map(
    findings.flatMap((finding) =>
      finding.type === 'killed'
        ? [[finding.mutant, [finding.file, finding.test, finding.said].filter(Boolean).join(': ')]]
        : [],
    ),
  );
}

function outcomes(
  mutants: readonly CodeMutant[],
  findings: readonly Finding[],
  isComplete: boolean,
): CodeOutcome[] {
  const killed = killedIn(findings);
  const reachedBy = mutants.map((): Record<string, number> => ({}));
  const loaded = new Set<number>();
  for (const finding of findings) {
    if (finding.type === 'loaded') for (const id of finding.mutants) loaded.add(id);
    if (finding.type !== 'reached') continue;
    for (const id of finding.mutants) {
      const files = reachedBy[id];
      if (files !== undefined) files[finding.file] = (files[finding.file] ?? 0) + finding.ms;
    }
  }
  return mutants.map((mutant, id) => {
    const by = killed.get(id);
    const files = reachedBy[id] ?? {};
    const isReached = loaded.has(id) || Object.keys(files).length > 0;
    const missed = isReached ? 'survived' : 'not reached';
    const fate = by !== undefined ? 'killed' : isComplete ? missed : 'undecided';
    return { mutant, fate, ...(by !== undefined && { by }), reachedBy: files };
  });
}

/** What failed first in a run of vitest. */
interface FirstFailure {
  /** From the root. Absent if the run did not come to an end. */
  readonly file?: string;
  readonly said: string;
}

/**
 * Runs vitest on a plan. Kills a process that hangs, and counts its mutant as killed, then goes on without it.
 *
 * @returns Undefined if nothing failed before the time was over.
 * @throws Error if vitest could not run: that is not a verdict.
 */
async function runVitest(
  plan: MutationPlan,
  file: string,
  { projects, files = [] }: Round,
  endMs: number,
): Promise<FirstFailure | undefined> {
  writeFileSync(file, JSON.stringify(plan));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const flags = [
    ...projects.flatMap((project) => ['--project', project]),
    ...(plan.always === undefined ? [] : ['--bail', '1']),
  ];
  const report = `${file}.json`;
  rmSync(report, { force: true });
  const child = spawn(process.execPath, [vitest, 'run', '--silent', '--isolate', ...flags, ...files], {
    cwd: root,
    env: { ...process.env, MUTATION_PLAN: file, NO_COLOR: '1', TEST_REPORT: report },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000);
  });
  let hasHung = false;
  let seen = 0;
  let newsMs = performance.now();
  const watch = setInterval(() => {
    if (performance.now() > endMs) child.kill('SIGKILL');
    const findings = findingsIn(plan.log);
    if (findings.length > seen) newsMs = performance.now();
    seen = findings.length;
    const open = openTries(findings);
    const patience = plan.always !== undefined ? 'always' : open.length > 0 ? 'tried' : 'none';
    if (performance.now() - newsMs < patienceMs[patience]) return;
    newsMs = performance.now();
    if (plan.always !== undefined || open.length === 0) hasHung = child.kill('SIGKILL');
    for (const { mutant, process: id, file: of, test } of open) {
      kill(plan.log, { type: 'killed', file: of, test, mutant, said: 'The process hung.' });
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    }
  }, 1_000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(watch);
  if (code === 0 || performance.now() > endMs) return undefined;
  if (hasHung) return { said: 'The process hung.' };
  if (existsSync(report)) return firstFailureIn(report);
  // Processes of its own were killed, or there is no file of tests to run.
  if (plan.always === undefined) return undefined;
  throw new Error(`vitest ended without a report. It printed:\n\n${errors}`);
}

function firstFailureIn(report: string): FirstFailure | undefined {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string }[];
    }[];
  };
  for (const { name, status, message, assertionResults } of testResults) {
    const failed = assertionResults.find((test) => test.status === 'failed');
    if (failed === undefined && status !== 'failed') continue;
    const file = relative(root, name);
    return { file, said: `${file}: ${failed?.fullName ?? message.split('\n')[0]}` };
  }
  return undefined;
}

function kill(log: string, finding: Finding): void {
  writeFileSync(log, `${JSON.stringify(finding)}\n`, { flag: 'a' });
}

function openTries(findings: readonly Finding[]) {
  const open = new Map<number, Extract<Finding, { type: 'started' }>>();
  for (const finding of findings) {
    if (finding.type === 'started') open.set(finding.process, finding);
    if (finding.type === 'ended') open.delete(finding.process);
  }
  return [...open.values()];
}
