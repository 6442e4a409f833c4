import { withoutOwnBounds } from '@truework-legacy/spec/document';
import { unapprovedLocations, unapprovedOperations } from '../src/approved.ts';
import { approvedConstraints, findingsOfTheSpec, readSpecAnew } from '../src/constraint-validators.ts';
import { locationsOfTheSpec } from '../src/constraints.ts';
import { exampleFindings } from '../src/examples.ts';
import { spec } from '../src/spec.ts';
import { readOperations, webhooksOfTheSpec } from '../src/spec-operations.ts';
import { mutatedSource } from './mutant.ts';
import type { SpecMutant } from './spec-mutants.ts';

const original = structuredClone(spec);

/** What speaks against a mutant of the spec: the first remark of each check that has one. */
export type Evidence = Partial<Record<'what was approved' | 'valid and invalid values' | 'examples', string>>;

/** Puts a mutant into the spec that this process holds, and runs the checks that need no call, as the tests run them. */
export function testSpecMutant(mutant: SpecMutant): Evidence {
  isRightAsItIs ??= Object.keys(evidenceAgainst('#')).length === 0;
  if (!isRightAsItIs)
    throw new Error('Something speaks against the spec as it is, so nothing is known of its mutants.');
  // As the suite reads it.
  hold(withoutOwnBounds(JSON.parse(mutatedSource(mutant)) as object));
  try {
    return evidenceAgainst(/^#\/components\/\w+\/[^/]+/.exec(mutant.pointer)?.[0]);
  } finally {
    hold(original);
  }
}

let isRightAsItIs: boolean | undefined;

/** @param component - The pointer of the part whose values are checked. None if undefined. */
function evidenceAgainst(component: string | undefined): Evidence {
  const near = approvedConstraints.filter(
    ({ pointer }) => component !== undefined && pointer.startsWith(component),
  );
  const checks: Record<keyof Evidence, () => string[]> = {
    'what was approved': () => [
      ...unapprovedLocations(locationsOfTheSpec()),
      ...unapprovedOperations([...readOperations(), ...webhooksOfTheSpec()]),
    ],
    'valid and invalid values': () => near.flatMap(findingsOfTheSpec),
    examples: exampleFindings,
  };
  return Object.fromEntries(
    Object.entries(checks).flatMap(([name, check]) => {
      const [remark] = attempt(check);
      return remark === undefined ? [] : [[name, remark]];
    }),
  );
}

/** Every module of the suite reads the one object that the import made. */
function hold(document: object): void {
  for (const name of Object.keys(spec)) Reflect.deleteProperty(spec, name);
  Object.assign(spec, document);
  readSpecAnew();
}

function attempt(check: () => string[]): string[] {
  try {
    return check();
  } catch (error) {
    return [(error as Error).message];
  }
}
