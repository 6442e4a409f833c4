import { appendFileSync, readFileSync } from 'node:fs';
import type { CodeMutant } from './code-mutants.ts';
import type { Switched } from './plant-switches.ts';

/** What the processes of vitest are to do: in the file that the environment variable `MUTATION_PLAN` names. */
export interface MutationPlan {
  /** By number. */
  readonly mutants: readonly CodeMutant[];
  /** Those that are tested in this run. */
  readonly asked: readonly number[];
  /** Those of them that are tested only in a whole file of tests: they disturb the tests after them. */
  readonly alone: readonly number[];
  /** Tests that take longer without a mutant only report which mutants they reach. */
  readonly slowMs: number;
  /** How many tests of a file are run with a mutant. */
  readonly testsPerFile: number;
  /** The only files of tests to run. Absent: all of the project. */
  readonly only?: readonly string[];
  /** Which round of several this is. */
  readonly round: number;
  /** Files of tests that this round has been through. */
  readonly done: readonly string[];
  /** Where the processes write what they find. */
  readonly log: string;
}

/** What a process of vitest reports, one line of JSON each. */
export type Finding =
  /** These files of tests are run. */
  | { readonly type: 'planned'; files: string[] }
  /** A test ran without a mutant, and reached these. */
  | { readonly type: 'reached'; file: string; test: string; mutants: number[] }
  /** A file of tests was loaded, and with it sources that run these mutants as they are loaded. */
  | { readonly type: 'loaded'; file: string; mutants: number[] }
  /** A mutant is active from now on. The name of the test is empty if that is from the first import on. */
  | { readonly type: 'started'; file: string; test: string; mutant: number; process: number }
  | { readonly type: 'ended'; file: string; test: string; mutant: number; process: number }
  | { readonly type: 'killed'; file: string; test: string; mutant: number; said: string }
  /** A test no longer passes without a mutant: its process was ended. Suspects: which were active last in it. */
  | { readonly type: 'tainted'; file: string; test: string; said: string; suspects: number[] }
  /** Everything of a file of tests has been tried. */
  | { readonly type: 'done'; round: number; file: string };

export function readPlan(): MutationPlan | undefined {
  const { MUTATION_PLAN: file } = process.env;
  return file === undefined || file === ''
    ? undefined
    : (JSON.parse(readFileSync(file, 'utf8')) as MutationPlan);
}

/** The mutants of a plan that are in a file. */
export function switchedIn({ mutants, asked }: MutationPlan, file: string): Switched[] {
  return asked.flatMap((id) => {
    const mutant = mutants[id];
    return mutant?.file === file ? [{ id, mutant }] : [];
  });
}

export function report({ log }: Pick<MutationPlan, 'log'>, finding: Finding): void {
  appendFileSync(log, `${JSON.stringify(finding)}\n`);
}

export function findingsIn(log: string): Finding[] {
  // What follows the last line break is still being written.
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Finding);
}

/** The mutants that are known to be killed. */
export function killedIn(findings: readonly Finding[]): Map<number, string> {
  return new Map(
    findings.flatMap((finding) =>
      finding.type === 'killed'
        ? [[finding.mutant, [finding.file, finding.test, finding.said].filter(Boolean).join(': ')]]
        : [],
    ),
  );
}
