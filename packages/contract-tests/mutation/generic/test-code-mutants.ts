import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../mutant.ts';
import { runGroup } from '../run-group.ts';
import type { CodeMutant } from './code-mutants.ts';
import type { CodePackage } from './code-sources.ts';
import { type Finding, findingsIn, killedIn, type MutationPlan, report } from './mutation-plan.ts';

/** What became of a mutant. */
export interface CodeOutcome {
  readonly mutant: CodeMutant;
  readonly fate: 'killed' | 'survived' | 'not reached' | 'undecided';
  /** The test that failed, and what it said. Absent unless it was killed. */
  readonly by?: string;
}

/** Some of the tests, and how long they are asked. */
export interface Round extends Pick<MutationPlan, 'slowMs' | 'testsPerFile'> {
  /** Of vitest. */
  readonly projects: readonly string[];
  /** Which files of tests to run, by a part of their path. Absent: all of the project. */
  readonly files?: readonly string[];
}

/** What limits a run, and whether it goes on. */
export interface RunOptions {
  /** Called with what is done at the moment. */
  readonly onProgress: (text: string) => void;
  /** After this, what is not decided is left undecided. Default: no limit. */
  readonly budgetMs?: number;
  /** Goes on where a run of the same mutants was interrupted. Default: false. */
  readonly continues?: boolean;
}

/** How long there may be no news before a run is taken to hang. Each process watches itself, see watchdog.ts: this is for vitest. */
const patienceMs = 600_000;

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
].map((folder) => `packages/contract-tests/test/${folder}/`);

/** Small specs, whose validators use what the API's do not. */
const smallSpecs = 'tools/src/generation/validators.repository.test.ts';

/** Tests of the package first, the quick ones before the slow ones, then the contract tests, and at last all that the package has. */
export function everyTest(name: CodePackage): Round[] {
  return [
    { projects: [name], slowMs: 200, testsPerFile: 5 },
    { projects: [name], slowMs: 2_000, testsPerFile: 25 },
    { projects: ['contract'], files: contractFolders, slowMs: 5_000, testsPerFile: 15 },
    { projects: [name], slowMs: 10_000, testsPerFile: 10_000 },
    ...(name === 'zod'
      ? [{ projects: ['repository'], files: [smallSpecs], slowMs: 5_000, testsPerFile: 100 }]
      : []),
  ];
}

/** The quickest tests of packages and their contract tests. */
export function quickTests(names: readonly string[]): Round[] {
  return [
    { projects: names, slowMs: 200, testsPerFile: 6 },
    { projects: ['contract'], files: contractFolders, slowMs: 2_000, testsPerFile: 25 },
    { projects: names, slowMs: 2_000, testsPerFile: 25 },
  ];
}

/** Tests mutants with the tests that reach them, round by round. */
export async function testCodeMutants(
  mutants: readonly CodeMutant[],
  rounds: readonly Round[],
  { onProgress, budgetMs = Number.POSITIVE_INFINITY, continues = false }: RunOptions,
): Promise<CodeOutcome[]> {
  const endMs = performance.now() + budgetMs;
  const isOver = () => performance.now() >= endMs;
  const id = createHash('sha256')
    .update(JSON.stringify([mutants, rounds]))
    .digest('hex')
    .slice(0, 16);
  const log = join(tmpdir(), `truework-mutants-${id}.log`);
  if (!continues || !existsSync(log)) writeFileSync(log, '');
  for (const [index, { projects, files, slowMs, testsPerFile }] of rounds.entries()) {
    const only = reachingFiles(findingsIn(log), projects, alive(mutants, log));
    // Whatever ended a process, its file is run again without it.
    let printed = '';
    for (let known = Number.NaN; !isOver(); ) {
      const asked = alive(mutants, log);
      const found = findingsIn(log);
      const alone = aloneIn(found);
      if (asked.length === 0) break;
      if (known === alone.length - asked.length)
        throw new Error(
          `vitest did not come to the end, and no mutant is the reason. It printed:\n\n${printed}\n\nTo go on from here, add --continue.`,
        );
      known = alone.length - asked.length;
      const done = found.flatMap((one) => (one.type === 'done' && one.round === index ? one.file : []));
      const plan = { mutants, asked, alone, slowMs, testsPerFile, round: index, done, log };
      const ran = await runVitest({ ...plan, ...(only && { only }) }, projects, files ?? [], {
        isOver,
        onNews: (planned, tried) =>
          onProgress(
            `round ${index + 1} of ${rounds.length}, ${projects.join(' and ')}: ${tried} of ${planned} files, ${mutants.length - alive(mutants, log).length} of ${mutants.length} mutants killed`,
          ),
      });
      printed = ran.printed;
      if (ran.hasEnded) break;
    }
  }
  const result = outcomes(mutants, findingsIn(log), !isOver());
  rmSync(log);
  return result;
}

/** Mutants that no test has killed, by number. */
function alive(mutants: readonly CodeMutant[], log: string): number[] {
  const dead = killedIn(findingsIn(log));
  return [...mutants.keys()].filter((id) => !dead.has(id));
}

/** Mutants after which a test no longer passed without one. */
function aloneIn(findings: readonly Finding[]): number[] {
  return [...new Set(findings.flatMap((one) => (one.type === 'tainted' ? one.suspects : [])))];
}

/** The files of tests that reach mutants, if each file of the projects has been run. Undefined if not. */
export function reachingFiles(
  findings: readonly Finding[],
  projects: readonly string[],
  asked: readonly number[],
): string[] | undefined {
  const done = new Set(filesOf(findings, 'done'));
  const isKnown = (project: string) => {
    const planned = filesOf(findings, 'planned').filter((file) => file.startsWith(`packages/${project}/`));
    return planned.length > 0 && planned.every((file) => done.has(file));
  };
  if (!projects.every(isKnown)) return undefined;
  const isAsked = new Set(asked);
  return findings.flatMap((one) =>
    (one.type === 'loaded' || one.type === 'reached') && one.mutants.some((id) => isAsked.has(id))
      ? one.file
      : [],
  );
}

function outcomes(
  mutants: readonly CodeMutant[],
  findings: readonly Finding[],
  isComplete: boolean,
): CodeOutcome[] {
  const killed = killedIn(findings);
  const reached = new Set(
    findings.flatMap((one) => (one.type === 'loaded' || one.type === 'reached' ? one.mutants : [])),
  );
  return mutants.map((mutant, id) => {
    const by = killed.get(id);
    if (by !== undefined) return { mutant, fate: 'killed', by };
    return { mutant, fate: !isComplete ? 'undecided' : reached.has(id) ? 'survived' : 'not reached' };
  });
}

/**
 * Runs vitest on a plan, up to the end or until each mutant is killed, and ends all that it started.
 *
 * @returns Whether each file of tests was tried to its end, and what vitest printed.
 * @throws Error if vitest could not run: that is not a verdict.
 */
async function runVitest(
  plan: MutationPlan,
  projects: readonly string[],
  files: readonly string[],
  { isOver, onNews }: { isOver: () => boolean; onNews: (planned: number, tried: number) => void },
): Promise<{ hasEnded: boolean; printed: string }> {
  const { log } = plan;
  const planFile = `${log}.plan`;
  writeFileSync(planFile, JSON.stringify(plan));
  const before = findingsIn(log).length;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const workers = ['--maxWorkers', String(availableParallelism())];
  const flags = [
    '--silent',
    '--reporter',
    'dot',
    ...workers,
    ...projects.flatMap((project) => ['--project', project]),
  ];
  let seen = 0;
  let newsMs = performance.now();
  const { code, printed } = await runGroup(
    [vitest, 'run', ...flags, ...files],
    { ...process.env, MUTATION_PLAN: planFile, NO_COLOR: '1' },
    () => {
      const size = statSync(log).size;
      if (size === seen) return isOver() || performance.now() - newsMs > patienceMs;
      seen = size;
      newsMs = performance.now();
      const news = findingsIn(log).slice(before);
      onNews(filesOf(news, 'planned').length, filesOf(news, 'done').length);
      return isOver() || alive(plan.mutants, log).length === 0;
    },
  );
  rmSync(planFile);
  const news = findingsIn(log).slice(before);
  if (code !== 0 && !news.some(({ type }) => type === 'planned'))
    throw new Error(`vitest ended at once. It printed:\n\n${printed}`);
  if (isOver()) return { hasEnded: true, printed };
  const killed = killedIn(news);
  for (const { file, test, mutant } of openTries(news).filter((one) => !killed.has(one.mutant)))
    report(plan, { type: 'killed', file, test, mutant, said: 'Its process ended.' });
  return { hasEnded: filesOf(news, 'planned').length === filesOf(news, 'done').length, printed };
}

function filesOf(findings: readonly Finding[], type: 'planned' | 'done'): string[] {
  return findings.flatMap((one) => (one.type === type ? ('files' in one ? one.files : one.file) : []));
}

function openTries(findings: readonly Finding[]) {
  const open = new Map<number, Extract<Finding, { type: 'started' }>>();
  for (const finding of findings) {
    if (finding.type === 'started') open.set(finding.process, finding);
    if (finding.type === 'ended') open.delete(finding.process);
  }
  return [...open.values()];
}
