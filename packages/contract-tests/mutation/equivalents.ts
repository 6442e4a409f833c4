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

/** Why a mutant counts as one that changes nothing. Undefined if it does not. */
export function equivalenceOf(group: string, id: string): string | undefined {
  return codePackages.includes(group as CodePackage) ? reasons.get(id) : undefined;
}

/** Entries of `unnoticeable.json` that are about no mutant any more. */
export function staleReasons(): string[] {
  const names = new Set(mutantsOf(codePackages.flatMap(codeSources)).map(nameOf));
  return [...reasons.keys()].filter((name) => !names.has(name));
}
