import { isDeepStrictEqual } from 'node:util';
import { type ChangeClass, classify } from './classify.ts';
import { comparable } from './comparable.ts';
import { locationOf } from './location.ts';
import type { JsonObject } from './pointer.ts';
import { findReach } from './reach.ts';
import { redoclyDiff } from './redocly-diff.ts';
import { type FoundChange, foundChanges } from './spec-changes.ts';

/** A step of semantic versioning. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** One change of the spec. This is an item of `changes` in what `pnpm spec:diff --format json` prints. */
export interface SpecChange {
  /** `breaking`: a caller may fail. `additive`: a fact changed, no caller fails. `wording`: only text, examples, sources. */
  class: ChangeClass;
  kind: FoundChange['kind'];
  /** The operation, webhook or component: `POST /verification-requests/`, `schema Target`. The rest is `document`. */
  subject: string;
  /** Where in it: `response 200.first_name.x-pii`. Empty if it is the subject itself. */
  location: string;
  /** The file of the spec, from the repository's root. It no longer exists if the subject was removed. */
  file: string;
  /** Pointer into the bundle; into the older one if something was removed or renamed. */
  pointer: string;
  /** Absent if it was added. */
  before?: unknown;
  /** Absent if it was removed. */
  after?: unknown;
  /** What came beside something that was removed, and may be the same under another name. A guess. */
  renamedTo?: string;
  /** Why it is in this class. */
  reason: string;
  /** Who says so: a rule of `redocly diff`, or one of tools/src/spec-diff/classify.ts. */
  rule: string;
  /** The operations and webhooks that a component reaches. Empty if the subject is not a component. */
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
export async function compareSpecs(older: JsonObject, newer: JsonObject): Promise<SpecDiff> {
  const base = comparable(older, newer);
  const revision = comparable(newer, older);
  const found = await findChanges(base, revision);
  const reach = { before: findReach(base), after: findReach(revision) };
  const changes = found.map((change): SpecChange => {
    const { kind, site, before, after, renamedTo } = change;
    const isGone = kind === 'removed' || kind === 'renamed';
    const component = `#/${site.split('/').slice(1, 4).join('/')}`;
    return {
      ...classify(change),
      kind,
      ...locationOf(site, isGone ? base : revision),
      pointer: site,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(renamedTo === undefined ? {} : { renamedTo }),
      reaches: (isGone ? reach.before : reach.after).get(component) ?? [],
    };
  });
  const counts = { breaking: 0, additive: 0, wording: 0 };
  for (const change of changes) counts[change.class] += 1;
  return { bump: bumpFor(counts), counts, changes: sortByGravity(changes) };
}

/** What differs. If two documents differ and `redocly diff` sees nothing, that is said, too. */
async function findChanges(base: JsonObject, revision: JsonObject): Promise<FoundChange[]> {
  if (isDeepStrictEqual(base, revision)) return [];
  const found = foundChanges(await redoclyDiff(base, revision));
  return found.length > 0 ? found : [{ site: '#', kind: 'modified', rated: [] }];
}

function bumpFor(counts: SpecDiff['counts']): Bump {
  if (counts.breaking > 0) return 'major';
  if (counts.additive > 0) return 'minor';
  return counts.wording > 0 ? 'patch' : 'none';
}

function sortByGravity(changes: SpecChange[]): SpecChange[] {
  const rank = (change: SpecChange | undefined) => gravity.indexOf(change?.class ?? 'wording');
  const subjects = [...Map.groupBy(changes, ({ subject }) => subject).values()];
  return subjects
    .map((group) => group.toSorted((a, b) => rank(a) - rank(b)))
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .flat();
}
