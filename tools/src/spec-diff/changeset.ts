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
      /** The file to write. */
      path: string;
      /** What to write into it. */
      text: string;
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
  const { wrong, fixed } = checkLines(body);
  const isTooSmall = bumps.indexOf(bump) < bumps.indexOf(needed);
  if (!isTooSmall && wrong === undefined) return { fits: true, path };
  const problems = [
    isTooSmall ? `It asks for a ${bump} version of ${specPackage}; the changes need ${needed}.` : '',
    wrong === '' ? 'It says nothing.' : '',
    wrong ? `"${wrong}" begins with neither "${prefixes[0]}" nor "${prefixes[1]}".` : '',
  ].filter((problem) => problem !== '');
  return {
    fits: false,
    problem: `${path} does not fit. ${problems.join(' ')} Write this into it:`,
    path,
    text: `---\n${isTooSmall ? raise(head, needed) : head}\n---\n${fixed}`,
  };
}

/** The first line without prefix, or an empty text if every line has one; and the body with prefixes. */
function checkLines(body: string): { wrong?: string; fixed: string } {
  const starts = lineStarts(body);
  const lines = body.split('\n');
  const bare = starts.filter(({ text }) => !prefixes.some((prefix) => text.startsWith(prefix)));
  for (const { at, text } of bare) lines[at] = lines[at]?.replace(text, `${prefixes[1]} ${text}`) ?? '';
  if (starts.length === 0) return { wrong: '', fixed: `\n${prefixes[1]} say here what changed for users.\n` };
  return { ...(bare[0] === undefined ? {} : { wrong: bare[0].text }), fixed: lines.join('\n') };
}

/** Where a paragraph or an item of a list begins. A line that only continues one is not a line of a changelog. */
function lineStarts(body: string): { at: number; text: string }[] {
  const starts: { at: number; text: string }[] = [];
  let inParagraph = false;
  let inCode = false;
  for (const [at, line] of body.split('\n').entries()) {
    const text = line.trim();
    if (text.startsWith('```')) inCode = !inCode;
    else if (!inCode && text !== '' && !/^\s/.test(line)) {
      const item = /^(?:[-*+]|\d+\.)\s+(.*)$/.exec(text)?.[1];
      if (item !== undefined || !inParagraph) starts.push({ at, text: item ?? text });
    }
    inParagraph = text !== '' && !inCode;
  }
  return starts;
}

function raise(head: string, needed: Bump): string {
  return head
    .split('\n')
    .map((line) => (line.includes(specPackage) ? `"${specPackage}": ${needed}` : line))
    .join('\n');
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
