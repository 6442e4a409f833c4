import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showProgress } from '../../src/show-progress.ts';
import { root } from '../mutant.ts';
import type { CodeMutant } from './code-mutants.ts';
import { codePackages, codeSources, mutantsOf } from './code-sources.ts';
import { sample } from './sample.ts';
import { type CodeOutcome, testCodeMutants } from './test-code-mutants.ts';

const file = join(import.meta.dirname, 'reaching-tests.json');

/** How many mutants of changes are tested, and for how long: it is a part of every test run. */
const most = 40;
const budgetMs = 75_000;

/** By source, the tests that reach it, the quickest first. */
function reachingTests(): Record<string, string[]> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
}

/** Finds out anew which tests reach which source, and writes it down. */
export async function writeReachingTests(): Promise<void> {
  const probes = codePackages.flatMap(codeSources).flatMap((source) => {
    const mutants = mutantsOf([source]);
    const bodies = mutants.filter(({ kind }) => kind === 'body');
    return bodies.length > 0 ? bodies : mutants;
  });
  const projects = [...codePackages, 'contract'];
  const onlyReached = { projects, slowMs: -1, testsPerFile: 0 };
  const outcomes = await testCodeMutants(probes, [onlyReached], showProgress);
  const bySource: Record<string, Record<string, number>> = {};
  for (const { mutant, reachedBy } of outcomes) {
    const tests = bySource[mutant.file] ?? {};
    bySource[mutant.file] = tests;
    for (const [test, ms] of Object.entries(reachedBy)) tests[test] = Math.max(tests[test] ?? 0, ms);
  }
  const sorted = Object.entries(bySource).map(([source, tests]) => [
    source,
    Object.entries(tests)
      .sort(([, a], [, b]) => a - b)
      .map(([test]) => test),
  ]);
  // A line for each source, so that a diff shows which changed.
  const lines = sorted.map(([source, tests]) => `  ${JSON.stringify(source)}: ${JSON.stringify(tests)}`);
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

/** What became of the mutants on the lines that differ from main. */
export interface TestedChanges {
  readonly outcomes: readonly CodeOutcome[];
  /** How many there are on these lines, of which some were tested. */
  readonly of: number;
}

/**
 * Tests mutants on the lines that differ from `main`.
 *
 * @throws Error if git does not know what `main` is.
 */
export async function testChanges(seed: number): Promise<TestedChanges> {
  const sources = codePackages.flatMap(codeSources);
  const changed = changedLines();
  const all = sources
    .filter((source) => changed.has(source))
    .flatMap((source) => mutantsOf([source]))
    .filter((mutant) => changed.get(mutant.file)?.has(mutant.line));
  const mutants = sample(all, most, seed);
  if (mutants.length === 0) return { outcomes: [], of: 0 };
  const files = testsOf(mutants, new Set(changed.keys()));
  const projects = [...codePackages, 'contract'];
  const outcomes = await testCodeMutants(
    mutants,
    [
      { projects, files: files.slice(0, 12), slowMs: 200, testsPerFile: 6 },
      { projects, files, slowMs: 2_000, testsPerFile: 25 },
    ],
    showProgress,
    budgetMs,
  );
  return { outcomes, of: all.length };
}

/** The tests that reach mutants: those that changed themselves, then those that reach most of the sources. */
function testsOf(mutants: readonly CodeMutant[], changed: ReadonlySet<string>): string[] {
  const reaching = reachingTests();
  const score = new Map<string, number>();
  for (const source of new Set(mutants.map((mutant) => mutant.file)))
    for (const [index, test] of (reaching[source] ?? []).entries())
      score.set(test, (score.get(test) ?? 0) + 1 / (index + 1));
  for (const test of changed) if (/\.test\.ts$/.test(test)) score.set(test, Number.POSITIVE_INFINITY);
  return [...score].sort(([, a], [, b]) => b - a).map(([test]) => test);
}

/** By file, the lines that differ from the last commit that this branch shares with `main`. */
function changedLines(): Map<string, Set<number>> {
  const base = mergeBase();
  const lines = new Map<string, Set<number>>();
  let current = new Set<number>();
  for (const line of git(
    'diff',
    '--unified=0',
    '--no-color',
    '--no-prefix',
    base,
    '--',
    'packages/*.ts',
  ).split('\n')) {
    const name = /^\+\+\+ (.+)$/.exec(line)?.[1];
    if (name !== undefined) {
      current = new Set();
      lines.set(name, current);
    }
    const [, start, count = '1'] = /^@@ \S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start !== undefined) for (let at = 0; at < Number(count); at += 1) current.add(Number(start) + at);
  }
  return lines;
}

function mergeBase(): string {
  for (const main of ['origin/main', 'main']) {
    try {
      return git('merge-base', 'HEAD', main).trim();
    } catch {}
  }
  throw new Error(
    'git knows no branch "main", so nothing is known of what changed. Fetch it: git fetch origin main',
  );
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
