import { execFileSync } from 'node:child_process';
import { showProgress } from '../../src/show-progress.ts';
import { root } from '../mutant.ts';
import type { CodeMutant } from './code-mutants.ts';
import { codePackages, codeSources, mutantsOf } from './code-sources.ts';
import { sample } from './sample.ts';
import { type CodeOutcome, quickTests, testCodeMutants } from './test-code-mutants.ts';

/** How many mutants of changes are tested, and for how long: it is a part of every test run. */
const most = 40;
const budgetMs = 75_000;

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
  const outcomes = await testCodeMutants(mutants, quickTests(packagesOf(mutants)), {
    onProgress: showProgress,
    budgetMs,
  });
  return { outcomes, of: all.length };
}

function packagesOf(mutants: readonly CodeMutant[]): string[] {
  return [...new Set(mutants.map(({ file }) => file.split('/')[1] ?? ''))];
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
