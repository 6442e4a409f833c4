import { showCount } from '../src/show-progress.ts';
import { behaviourMutants } from './behaviour-mutants.ts';
import { type CodePackage, codeSources, mutantsOf, nameOf } from './generic/code-sources.ts';
import { everyTest, testCodeMutants } from './generic/test-code-mutants.ts';
import { inPairs } from './in-pairs.ts';
import { type Mutant, mutatedSource } from './mutant.ts';
import { runSuite, type SuiteVerdict } from './run-suite.ts';
import { specMutants } from './spec-mutants.ts';
import { testSpecMutant } from './test-spec-mutant.ts';
import { testValidatorMutant } from './test-validator-mutant.ts';
import { validatorMutants } from './validator-mutants.ts';

/** A mutant, and what became of it. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  /** Who noticed, and what was said first. Empty if nobody did. */
  readonly noticed: Readonly<Record<string, string>>;
  /** Why nobody noticed, if that is known. */
  readonly because?: string;
}

/** Mutants of one kind of code. */
export interface Group {
  readonly name: 'client' | 'zod' | 'sandbox' | 'behaviour' | 'spec' | 'validators';
  /** What the mutants change, and who is asked. */
  readonly description: string;
  /** `rules`: any change of the kinds that rules make. `facts`: each thing that a generated file says. `a list`: chosen by who wrote the tests. */
  readonly chosenBy: 'rules' | 'facts' | 'a list';
  /** What they are called. */
  ids(): string[];
  /** Tests those with these numbers, counted from 0. Continues an interrupted run of the same ones if asked to and able to. */
  run(asked: readonly number[], reported: (outcome: Outcome) => void, continues: boolean): Promise<void>;
}

/** Folders of the suite's tests, the fastest first. A mutant is tested no further than the first folder that notices it. */
const rounds = [
  ['behaviour', 'operations'],
  ['statuses', 'client', 'sandbox'],
  ['constraints', 'spec', 'validators', 'malformed'],
];

/** What the suite says without a mutant, and how long it takes, by folders. */
const asItIs = new Map<readonly string[], Promise<SuiteVerdict & { ms: number }>>();

async function withoutMutant(folders: readonly string[]): Promise<SuiteVerdict & { ms: number }> {
  const startedMs = performance.now();
  const verdict = await runSuite(undefined, folders);
  return { ...verdict, ms: performance.now() - startedMs };
}

async function byTheSuite(mutant: Mutant): Promise<Record<string, string>> {
  mutatedSource(mutant);
  for (const folders of rounds) {
    const without = asItIs.get(folders) ?? withoutMutant(folders);
    asItIs.set(folders, without);
    const { isKilled: failsAnyway, by: why = '', ms } = await without;
    if (failsAnyway)
      throw new Error(
        `The suite fails without a mutant, so nothing is known of this one. Fix it first: ${why}`,
      );
    const { isKilled, by = '' } = await runSuite(mutant, folders, 60_000 + 10 * ms);
    if (isKilled) return { suite: by };
  }
  return {};
}

/** The written code of a package. */
function codeGroup(name: CodePackage): Group {
  const mutants = () => mutantsOf(codeSources(name));
  return {
    name,
    chosenBy: 'rules',
    description: 'one small change of written code; asked: the tests that reach it',
    ids: () => mutants().map(nameOf),
    async run(asked, reported, continues) {
      const options = { onProgress: showCount, continues };
      const outcomes = await testCodeMutants(chosen(mutants(), asked), everyTest(name), options);
      for (const { mutant, fate, by } of outcomes)
        reported({
          id: nameOf(mutant),
          kind: mutant.kind,
          noticed: by === undefined ? {} : { tests: by },
          ...(fate === 'not reached' && { because: 'No test reaches it.' }),
        });
    },
  };
}

function chosen<Chosen>(mutants: readonly Chosen[], asked: readonly number[]): Chosen[] {
  return asked.flatMap((index) => mutants[index] ?? []);
}

export const groups: readonly Group[] = [
  codeGroup('client'),
  codeGroup('zod'),
  codeGroup('sandbox'),
  {
    name: 'behaviour',
    chosenBy: 'a list',
    description: 'a mistake that takes more than one small change; asked: the contract suite',
    ids: () => behaviourMutants().map(({ id }) => id),
    run: (asked, reported) =>
      inPairs(chosen(behaviourMutants(), asked), async (mutant) =>
        reported({ id: mutant.id, kind: mutant.kind, noticed: await byTheSuite(mutant) }),
      ),
  },
  {
    name: 'spec',
    chosenBy: 'facts',
    description: 'one fact of the spec wrong; asked: what was approved, valid and invalid values, examples',
    ids: () => specMutants().map(({ id }) => id),
    async run(asked, reported) {
      for (const mutant of chosen(specMutants(), asked)) {
        const noticed = testSpecMutant(mutant);
        reported({
          id: mutant.id,
          kind: mutant.kind,
          noticed: Object.keys(noticed).length > 0 ? noticed : await byTheSuite(mutant),
        });
      }
    },
  },
  {
    name: 'validators',
    chosenBy: 'facts',
    description: 'one check of a generated validator wrong; asked: valid and invalid values',
    ids: () => validatorMutants().map(({ id }) => id),
    async run(asked, reported) {
      for (const mutant of chosen(validatorMutants(), asked)) {
        const said = await testValidatorMutant(mutant);
        reported({
          id: mutant.id,
          kind: mutant.kind,
          noticed: said === undefined ? {} : { 'valid and invalid values': said },
        });
      }
    },
  },
];
