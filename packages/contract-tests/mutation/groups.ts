import { clientFaults } from './client-faults.ts';
import { inPairs } from './in-pairs.ts';
import { judgeSpecFault } from './judge-spec-fault.ts';
import { judgeValidatorFault } from './judge-validator-fault.ts';
import { type PlantedFault, plantedSource } from './planted-fault.ts';
import { runSuite } from './run-suite.ts';
import { sandboxFaults } from './sandbox-faults.ts';
import { specFaults } from './spec-faults.ts';
import { judgeTypeFaults, typeFaults } from './type-faults.ts';
import { validatorFaults } from './validator-faults.ts';

/** A fault, and what became of it. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  /** Who noticed, and what was said first. Empty where nobody did. */
  readonly noticed: Readonly<Record<string, string>>;
}

/** Faults of one kind of code. */
export interface Group {
  readonly name: 'spec' | 'validators' | 'types' | 'sandbox' | 'client';
  /** Where the faults are planted, and who is asked. */
  readonly description: string;
  /** How many there are. */
  count(): number;
  /** Plants those whose number, counted from 0, is asked for. */
  run(isAsked: (index: number) => boolean, told: (outcome: Outcome) => void): Promise<void>;
}

/** Folders of the suite's tests, those that end soonest first. A fault goes no further than the first folder that notices it. */
const rounds = [
  ['behaviour', 'operations'],
  ['statuses', 'client', 'sandbox'],
  ['constraints', 'spec', 'validators', 'malformed'],
];

async function byTheSuite(fault: PlantedFault): Promise<Record<string, string>> {
  plantedSource(fault);
  for (const folders of rounds) {
    const { isKilled, by = '' } = await runSuite(fault, folders);
    if (isKilled) return { suite: by };
  }
  return {};
}

export const groups: readonly Group[] = [
  {
    name: 'spec',
    description: 'one fact of the spec wrong; asked: what was approved, values kept and broken, examples',
    count: () => specFaults().length,
    async run(isAsked, told) {
      for (const fault of specFaults().filter((_, index) => isAsked(index))) {
        const noticed = judgeSpecFault(fault);
        told({
          id: fault.id,
          kind: fault.kind,
          noticed: Object.keys(noticed).length > 0 ? noticed : await byTheSuite(fault),
        });
      }
    },
  },
  {
    name: 'validators',
    description: 'one check of a generated validator wrong; asked: values kept and broken',
    count: () => validatorFaults().length,
    async run(isAsked, told) {
      for (const fault of validatorFaults().filter((_, index) => isAsked(index))) {
        const said = await judgeValidatorFault(fault);
        told({
          id: fault.id,
          kind: fault.kind,
          noticed: said === undefined ? {} : { 'values kept and broken': said },
        });
      }
    },
  },
  {
    name: 'types',
    description: "one member of a generated type wrong; asked: the compiler, with the validators' types",
    count: () => typeFaults().length,
    async run(isAsked, told) {
      const faults = typeFaults().filter((_, index) => isAsked(index));
      for (const [{ id, kind }, said] of await judgeTypeFaults(faults)) {
        told({ id, kind, noticed: said === undefined ? {} : { compiler: said } });
      }
    },
  },
  {
    name: 'sandbox',
    description: "one piece of the sandbox's behaviour wrong; asked: the whole suite",
    count: () => sandboxFaults.length,
    run: (isAsked, told) =>
      inPairs(
        sandboxFaults.filter((_, index) => isAsked(index)),
        async (fault) => told({ id: fault.id, kind: 'behaviour', noticed: await byTheSuite(fault) }),
      ),
  },
  {
    name: 'client',
    description:
      'one fact that the client runs by, or one piece of its behaviour, wrong; asked: the whole suite',
    count: () => clientFaults().length,
    run: (isAsked, told) =>
      inPairs(
        clientFaults().filter((_, index) => isAsked(index)),
        async (fault) => told({ id: fault.id, kind: fault.kind, noticed: await byTheSuite(fault) }),
      ),
  },
];
