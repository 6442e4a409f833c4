import { isDeepStrictEqual } from 'node:util';
import { asWritten } from './comparable.ts';
import { lastName, parentOf, stepsOf } from './pointer.ts';
import type { RedoclyChange } from './redocly-diff.ts';

/** A change that `redocly diff` reports, whatever it means. */
export interface FoundChange {
  /** A pointer into the revision, or into the base if something was removed or renamed. */
  site: string;
  kind: 'added' | 'removed' | 'modified' | 'reordered' | 'renamed';
  /** For what was renamed, the name. */
  before?: unknown;
  after?: unknown;
  /** For what was removed: the name of something that came beside it and may be the same. */
  renamedTo?: string;
  /** What was said of it, once for each direction in which it is used. */
  rated: RedoclyChange[];
}

/** The changes in a report, those in the same location as one. */
export function foundChanges(report: readonly RedoclyChange[]): FoundChange[] {
  const locations = Map.groupBy(report, ({ base, revision }) => `${base?.pointer} ${revision?.pointer}`);
  const found = [...locations.values()].map(foundChange);
  return found.map((change) => {
    const renamedTo = change.kind === 'removed' ? guessName(change, found) : undefined;
    return renamedTo === undefined ? change : { ...change, renamedTo };
  });
}

function foundChange(rated: RedoclyChange[]): FoundChange {
  const { base, revision } = rated[0] ?? {};
  const [before, after] = [asWritten(base?.value), asWritten(revision?.value)];
  const kind = kindOf(rated[0] as RedoclyChange, before, after);
  const isOld = kind === 'removed' || kind === 'renamed';
  return {
    site: (isOld ? base : revision)?.pointer ?? '#',
    kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    rated,
  };
}

function kindOf({ base, revision }: RedoclyChange, before: unknown, after: unknown): FoundChange['kind'] {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  const isName = (pointer = '', value: unknown) => lastName(pointer) === value;
  if (isName(base?.pointer, before) && isName(revision?.pointer, after)) return 'renamed';
  return isSameInOtherOrder(before, after) ? 'reordered' : 'modified';
}

/** What was added beside something that was removed, if only one thing can be the same one under another name. */
function guessName({ site, before }: FoundChange, found: readonly FoundChange[]): string | undefined {
  if (stepsOf(site).at(-1)?.is !== 'name') return;
  const beside = found.filter(
    ({ kind, site: other }) => kind === 'added' && parentOf(other) === parentOf(site),
  );
  const equal = beside.filter(({ after }) => isDeepStrictEqual(after, before));
  const alike = beside.filter(({ after }) => isOfOneType(after, before));
  const [guess, ...more] = equal.length > 0 ? equal : alike;
  return guess === undefined || more.length > 0 ? undefined : lastName(guess.site);
}

function isOfOneType(one: unknown, other: unknown): boolean {
  const typeOf = (value: unknown) => (value as { type?: unknown; $ref?: unknown } | null) ?? {};
  return isDeepStrictEqual([typeOf(one).type, typeOf(one).$ref], [typeOf(other).type, typeOf(other).$ref]);
}

function isSameInOtherOrder(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && Array.isArray(after) && isDeepStrictEqual(sorted(before), sorted(after));
}

function sorted(list: unknown[]): string[] {
  return list.map((item) => JSON.stringify(item)).sort();
}
