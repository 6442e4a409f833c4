import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodePackage, codePackages, codeSources, mutantsOf, nameOf } from './generic/code-sources.ts';

/** Mutants of one line of written code that change nothing that a user could notice. */
interface UnnoticeableCode {
  readonly file: string;
  /** The line, without the spaces around it. */
  readonly code: string;
  /** As `pnpm mutate` prints them. */
  readonly changes: readonly string[];
  readonly reason: string;
}

const ofCode = JSON.parse(
  readFileSync(join(import.meta.dirname, 'unnoticeable.json'), 'utf8'),
) as readonly UnnoticeableCode[];

const reasons = new Map<string, string>(
  ofCode.flatMap(({ file, code, changes, reason }) =>
    changes.map((change): [string, string] => [nameOf({ file, change, code }), reason]),
  ),
);

/** Mutants of generated validators that no test could notice, each with the reason. If some test notices one after all, this list is wrong. */
const ofValidators: readonly { readonly about: RegExp; readonly reason: string }[] = [
  {
    about:
      /: (hired_date|termination_date|end_of_employment|on_leave_date|start_date|end_date|date_of_birth|current_as_of) maxLength 10 is 11$/,
    reason: 'Its format has ten characters, and so no text of eleven was right before either.',
  },
  {
    about: /: year maxLength 4 is 5$/,
    reason: 'Its pattern has four digits, and so no text of five was right before either.',
  },
  {
    about: /: social_security_number (maxLength 11 is 12|minLength 9 is 8)$/,
    reason: 'Its pattern has nine or eleven characters, and so no other text was right before either.',
  },
];

/** Why a mutant counts as one that changes nothing. Undefined if it does not. */
export function equivalenceOf(group: string, id: string): string | undefined {
  if (group === 'validators') return ofValidators.find(({ about }) => about.test(id))?.reason;
  return codePackages.includes(group as CodePackage) ? reasons.get(id) : undefined;
}

/** Entries of `unnoticeable.json` that are about no mutant any more. */
export function staleReasons(): string[] {
  const names = new Set(mutantsOf(codePackages.flatMap(codeSources)).map(nameOf));
  return [...reasons.keys()].filter((name) => !names.has(name));
}
