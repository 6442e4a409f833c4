import { parse } from 'yaml';
import type { Bump, SpecChange, SpecDiff } from './compare-specs.ts';
import { shortChange } from './short-values.ts';

/** The package whose version follows the spec. */
export const specPackage = '@truework-legacy/spec';

/** What each line of a changelog about the spec begins with: did the API change, or only what is known of it? */
const prefixes = ['API changed:', 'Spec corrected:'] as const;

const bumps: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** A file in .changeset/. */
export interface Changeset {
  path: string;
  text: string;
}

/** Whether a change comes with a changeset that fits. */
export type ChangesetVerdict =
  | { fits: true; path?: string }
  | {
      fits: false;
      /** What is wrong, and what to do. */
      problem: string;
      /** The file that is wrong, or is missing. */
      path: string;
      /** What to write into a file that is missing. */
      text?: string;
    };

/** The bump that is enough: before 1.0 semantic versioning lets a minor version break. */
export function bumpEnough(bump: Bump, version: string): Bump {
  return bump === 'major' && version.startsWith('0.') ? 'minor' : bump;
}

/**
 * Whether one of the changesets names the spec with a bump that is enough, and says in each of its lines whether the API changed.
 *
 * @param changesets - Those that are new or changed.
 * @param packages - Those that a proposed changeset names when more than wording changed: what is released along with the spec.
 */
export function checkChangeset(
  diff: SpecDiff,
  needed: Bump,
  changesets: readonly Changeset[],
  packages: readonly string[],
): ChangesetVerdict {
  if (needed === 'none') return { fits: true };
  const verdicts = changesets
    .map((changeset) => checkOne(changeset, needed))
    .filter((verdict) => verdict !== undefined);
  const best = verdicts.find(({ fits }) => fits) ?? verdicts[0];
  if (best !== undefined) return best;
  const path = proposePath(diff);
  return {
    fits: false,
    problem: `The spec changed, and no new changeset names ${specPackage}. Write this into ${path}, in words for users; where Truework changed its API, begin with "API changed:" instead.`,
    path,
    text: proposeText(diff, needed, packages),
  };
}

/** Undefined if the changeset is not about the spec. */
function checkOne({ path, text }: Changeset, needed: Bump): ChangesetVerdict | undefined {
  const [, head, body] = /^---\r?\n([\s\S]*?)\r?\n?---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || body === undefined) return;
  const bump = (parse(head) as Record<string, Bump> | null)?.[specPackage];
  if (bump === undefined) return;
  const starts = lineStarts(body);
  const bare = starts.find((line) => !prefixes.some((prefix) => line.startsWith(prefix)));
  const problems = [
    bumps.indexOf(bump) < bumps.indexOf(needed)
      ? `It asks for a ${bump} version of ${specPackage}: write ${needed}.`
      : '',
    starts.length === 0 ? 'It says nothing: write what changed for users.' : '',
    bare === undefined ? '' : `Begin "${bare}" with "${prefixes[0]}" or "${prefixes[1]}".`,
  ].filter((problem) => problem !== '');
  if (problems.length === 0) return { fits: true, path };
  return { fits: false, problem: `${path} does not fit. ${problems.join(' ')}`, path };
}

/** Where a paragraph or an item of a list begins. A line that only continues one is not a line of a changelog. */
function lineStarts(body: string): string[] {
  const starts: string[] = [];
  let inParagraph = false;
  let inCode = false;
  for (const line of body.split('\n')) {
    const text = line.trim();
    if (text.startsWith('```')) inCode = !inCode;
    else if (!inCode && text !== '' && !/^\s/.test(line)) {
      const item = /^(?:[-*+]|\d+\.)\s+(.*)$/.exec(text)?.[1];
      if (item !== undefined || !inParagraph) starts.push(item ?? text);
    }
    inParagraph = text !== '' && !inCode;
  }
  return starts;
}

function proposePath({ changes }: SpecDiff): string {
  const subject = changes[0]?.subject ?? 'change';
  const slug = subject
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `.changeset/spec-${slug}.md`;
}

function proposeText(diff: SpecDiff, needed: Bump, packages: readonly string[]): string {
  const isOnlyWording = diff.counts.breaking + diff.counts.additive === 0;
  const named = isOnlyWording || packages.length === 0 ? [specPackage] : packages;
  const head = named.map((name) => `"${name}": ${needed}`).join('\n');
  return `---\n${head}\n---\n\n${proposeLines(diff).join('\n\n')}\n`;
}

/** A changelog line for each operation or component whose facts changed, and one for all that is only wording. */
function proposeLines({ changes }: SpecDiff): string[] {
  const facts = new Map<string, SpecChange[]>();
  const worded = new Set<string>();
  for (const change of changes) {
    if (change.class === 'wording') worded.add(change.subject);
    else facts.set(change.subject, [...(facts.get(change.subject) ?? []), change]);
  }
  const lines = [...facts].map(
    ([subject, found]) => `${prefixes[1]} \`${subject}\`: ${listed(found.map(inWords), 4)}.`,
  );
  const texts = listed(
    [...worded].map((subject) => `\`${subject}\``),
    4,
  );
  return worded.size === 0 ? lines : [...lines, `${prefixes[1]} wording, examples or sources of ${texts}.`];
}

function inWords(change: SpecChange): string {
  const what = shortChange(change);
  return change.location === '' ? what : `\`${change.location}\` ${what}`;
}

function listed(items: string[], longest: number): string {
  const shown = items.slice(0, longest).join(', ');
  return items.length > longest ? `${shown} and ${items.length - longest} more` : shown;
}
