import { appendFileSync, readFileSync } from 'node:fs';
import type { CodeMutant } from './code-mutants.ts';
import type { Switched } from './plant-switches.ts';

/** What the processes of vitest are to do: in the file that the environment variable `MUTATION_PLAN` names. */
export interface MutationPlan {
  /** By number. */
  readonly mutants: readonly CodeMutant[];
  /** Those that are tested in this run. */
  readonly asked: readonly number[];
  /** Those of them that need a process of their own. */
  readonly alone: readonly number[];
  /** The one that is active from the first import on, in tests that are run as they are. Absent if mutants are switched on in tests that have run without. */
  readonly always?: number;
  /** Tests that take longer without a mutant only report which mutants they reach. */
  readonly slowMs: number;
  /** How many tests of a file are run with a mutant. */
  readonly testsPerFile: number;
  /** Where the processes write what they find. */
  readonly log: string;
}

/** What a process of vitest reports, one line of JSON each. */
export type Finding =
  /** A test ran without a mutant, and reached these. */
  | { readonly type: 'reached'; file: string; test: string; ms: number; mutants: number[] }
  /** A file of tests was loaded, and with it sources that run these mutants as they are loaded. */
  | { readonly type: 'loaded'; file: string; mutants: number[] }
  | { readonly type: 'started'; file: string; test: string; mutant: number; process: number }
  | { readonly type: 'ended'; mutant: number; process: number }
  | { readonly type: 'killed'; file: string; test: string; mutant: number; said: string }
  /** A test went on for ever, or no longer passes without a mutant: no more mutants were tried in its file. Suspects: what ran before it. */
  | { readonly type: 'tainted'; file: string; test: string; said: string; suspects: number[] };

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

export function report({ log }: MutationPlan, finding: Finding): void {
  appendFileSync(log, `${JSON.stringify(finding)}\n`);
}

export function findingsIn(log: string): Finding[] {
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Finding);
}
