import { clientMutants } from './client-mutants.ts';
import { inPairs } from './in-pairs.ts';
import { type Mutant, mutatedSource } from './mutant.ts';
import { runSuite } from './run-suite.ts';
import { sandboxMutants } from './sandbox-mutants.ts';
import { specMutants } from './spec-mutants.ts';
import { testSpecMutant } from './test-spec-mutant.ts';
import { testValidatorMutant } from './test-validator-mutant.ts';
import { testTypeMutants, typeMutants } from './type-mutants.ts';
import { validatorMutants } from './validator-mutants.ts';

/** A mutant, and what became of it. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  /** Who noticed, and what was said first. Empty if nobody did. */
  readonly noticed: Readonly<Record<string, string>>;
}

/** Mutants of one kind of code. */
export interface Group {
  readonly name: 'spec' | 'validators' | 'types' | 'sandbox' | 'client';
  /** What the mutants change, and who is asked. */
  readonly description: string;
  /** How many there are. */
  count(): number;
  /** Plants those whose number, counted from 0, is asked for. */
  run(isAsked: (index: number) => boolean, reported: (outcome: Outcome) => void): Promise<void>;
}

/** Folders of the suite's tests, the fastest first. A mutant is tested no further than the first folder that notices it. */
const rounds = [
  ['behaviour', 'operations'],
  ['statuses', 'client', 'sandbox'],
  ['constraints', 'spec', 'validators', 'malformed'],
];

async function byTheSuite(mutant: Mutant): Promise<Record<string, string>> {
  mutatedSource(mutant);
  for (const folders of rounds) {
    const { isKilled, by = '' } = await runSuite(mutant, folders);
    if (isKilled) return { suite: by };
  }
  return {};
}

export const groups: readonly Group[] = [
  {
    name: 'spec',
    description: 'one fact of the spec wrong; asked: what was approved, valid and invalid values, examples',
    count: () => specMutants().length,
    async run(isAsked, reported) {
      for (const mutant of specMutants().filter((_, index) => isAsked(index))) {
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
    description: 'one check of a generated validator wrong; asked: valid and invalid values',
    count: () => validatorMutants().length,
    async run(isAsked, reported) {
      for (const mutant of validatorMutants().filter((_, index) => isAsked(index))) {
        const said = await testValidatorMutant(mutant);
        reported({
          id: mutant.id,
          kind: mutant.kind,
          noticed: said === undefined ? {} : { 'valid and invalid values': said },
        });
      }
    },
  },
  {
    name: 'types',
    description: "one property of a generated type wrong; asked: the compiler, with the validators' types",
    count: () => typeMutants().length,
    async run(isAsked, reported) {
      const mutants = typeMutants().filter((_, index) => isAsked(index));
      for (const [{ id, kind }, said] of await testTypeMutants(mutants)) {
        reported({ id, kind, noticed: said === undefined ? {} : { compiler: said } });
      }
    },
  },
  {
    name: 'sandbox',
    description: "one piece of the sandbox's behaviour wrong; asked: the whole suite",
    count: () => sandboxMutants.length,
    run: (isAsked, reported) =>
      inPairs(
        sandboxMutants.filter((_, index) => isAsked(index)),
        async (mutant) => reported({ id: mutant.id, kind: 'behaviour', noticed: await byTheSuite(mutant) }),
      ),
  },
  {
    name: 'client',
    description:
      'one fact that the client runs by, or one piece of its behaviour, wrong; asked: the whole suite',
    count: () => clientMutants().length,
    run: (isAsked, reported) =>
      inPairs(
        clientMutants().filter((_, index) => isAsked(index)),
        async (mutant) => reported({ id: mutant.id, kind: mutant.kind, noticed: await byTheSuite(mutant) }),
      ),
  },
];
