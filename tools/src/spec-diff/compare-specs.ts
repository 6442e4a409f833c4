import { alignReferences } from './align-references.ts';
import { type ChangeClass, judge } from './judge.ts';
import { placeOf } from './place.ts';
import { type Members, overlap } from './pointer.ts';
import { findReach } from './reach.ts';
import { type RedoclyChange, redoclyDiff } from './redocly-diff.ts';
import { findStructuralChanges, type StructuralChange } from './structural-changes.ts';

/** A step of semantic versioning. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** One change of the spec. This is an item of `changes` in what `pnpm spec:diff --format json` prints. */
export interface SpecChange {
  /** `breaking`: a caller may fail. `additive`: a fact changed, no caller fails. `wording`: only text, examples, sources. */
  class: ChangeClass;
  kind: StructuralChange['kind'];
  /** The operation, webhook or component: `POST /verification-requests/`, `schema Target`. The rest is `document`. */
  subject: string;
  /** Where in it: `response 200.first_name.x-pii`. Empty where it is the subject itself. */
  place: string;
  /** The file of the spec, from the repository's root. It is gone where the subject was removed. */
  file: string;
  /** Pointer into the bundle; into the older one where something was removed. */
  pointer: string;
  /** Absent where it was added. */
  before?: unknown;
  /** Absent where it was removed. */
  after?: unknown;
  /** Why it is in this class. */
  reason: string;
  /** Who says so: a rule of `redocly diff`, or one of tools/src/spec-diff/judge.ts. */
  rule: string;
  /** The operations and webhooks that a component reaches. Empty for what is no component. */
  reaches: string[];
}

/** All changes between two bundles. Without `changes`, this is the head of what `pnpm spec:diff --format json` prints. */
export interface SpecDiff {
  /** What the changes ask for by semantic versioning, whatever the version is now. */
  bump: Bump;
  counts: Record<ChangeClass, number>;
  /** By subject, the gravest first; in a subject, the gravest first. */
  changes: SpecChange[];
}

const gravity: readonly ChangeClass[] = ['breaking', 'additive', 'wording'];

/** What changed between two bundles of the spec, and what it means to those who use it. */
export async function compareSpecs(older: Members, newer: Members): Promise<SpecDiff> {
  const base = alignReferences(older, newer);
  const revision = alignReferences(newer, older);
  const structural = findStructuralChanges(base, revision);
  const redocly = structural.length === 0 ? [] : await redoclyDiff(base, revision);
  const reach = { before: findReach(base), after: findReach(revision) };
  const changes = [...structural, ...unmatched(structural, redocly)].map((found): SpecChange => {
    const isGone = found.kind === 'removed';
    const component = `#/${found.site.split('/').slice(1, 4).join('/')}`;
    return {
      ...judge(
        found,
        redocly.filter((rated) => isAbout(rated, found)),
      ),
      kind: found.kind,
      ...placeOf(found.site, isGone ? base : revision),
      pointer: found.site,
      ...(found.before === undefined ? {} : { before: found.before }),
      ...(found.after === undefined ? {} : { after: found.after }),
      reaches: (isGone ? reach.before : reach.after).get(component) ?? [],
    };
  });
  const counts = { breaking: 0, additive: 0, wording: 0 };
  for (const change of changes) counts[change.class] += 1;
  return { bump: bumpFor(counts), counts, changes: sortByGravity(changes) };
}

function bumpFor(counts: SpecDiff['counts']): Bump {
  if (counts.breaking > 0) return 'major';
  if (counts.additive > 0) return 'minor';
  return counts.wording > 0 ? 'patch' : 'none';
}

function isAbout(rated: RedoclyChange, found: StructuralChange): boolean {
  return (
    (found.base !== undefined &&
      rated.base?.value !== undefined &&
      overlap(rated.base.pointer, found.base)) ||
    (found.revision !== undefined &&
      rated.revision?.value !== undefined &&
      overlap(rated.revision.pointer, found.revision))
  );
}

/** What Redocly rates and our own comparison cuts otherwise: a branch of `anyOf`, changed for us, is another one for Redocly. */
function unmatched(structural: StructuralChange[], redocly: RedoclyChange[]): StructuralChange[] {
  return redocly
    .filter(({ impact }) => impact !== 'patch')
    .filter((rated) => !structural.some((found) => isAbout(rated, found)))
    .map(({ kind, base, revision }) => ({
      site: (kind === 'removed' ? base : (revision ?? base))?.pointer ?? '#',
      kind,
      ...(base?.value === undefined ? {} : { base: base.pointer, before: base.value }),
      ...(revision?.value === undefined ? {} : { revision: revision.pointer, after: revision.value }),
    }));
}

function sortByGravity(changes: SpecChange[]): SpecChange[] {
  const rank = (change: SpecChange) => gravity.indexOf(change.class);
  const subjects = new Map<string, number>();
  for (const change of changes)
    subjects.set(change.subject, Math.min(subjects.get(change.subject) ?? rank(change), rank(change)));
  const order = [...subjects.keys()];
  const rankOfSubject = ({ subject }: SpecChange) => subjects.get(subject) ?? 0;
  return changes.toSorted(
    (a, b) =>
      rankOfSubject(a) - rankOfSubject(b) ||
      order.indexOf(a.subject) - order.indexOf(b.subject) ||
      rank(a) - rank(b),
  );
}
