import { formatTable } from '../run/table.ts';
import type { SpecChange, SpecDiff } from './compare-specs.ts';
import { shortChange } from './short-values.ts';

/** What was compared with what, and which bump it asks for now. */
export interface Heading {
  /** How the older side is called: `main (c2e9109)`. */
  base: string;
  /** The last sentence: `2 breaking, 1 additive, 0 wording: major.` */
  verdict: string;
}

/** For a terminal. */
export function formatText(diff: SpecDiff, { base, verdict }: Heading): string {
  const groups = bySubject(diff.changes).map((changes) => {
    const [first] = changes;
    const rows = changes.map((change) => [
      `  ${change.class}`,
      change.location || '(itself)',
      shortChange(change),
      change.class === 'wording' ? '' : change.reason,
    ]);
    return `${first.subject}  ${first.file}${reached(first)}\n${formatTable(rows)}`;
  });
  if (groups.length === 0) return verdict;
  return [`The spec since ${base}`, ...groups, verdict].join('\n\n');
}

/** For a pull request or a changelog. */
export function formatMarkdown(diff: SpecDiff, { base, verdict }: Heading): string {
  const groups = bySubject(diff.changes).map((changes) => {
    const [first] = changes;
    const bullets = changes.map((change) => {
      const location = change.location === '' ? '' : ` \`${change.location}\``;
      const reason = change.class === 'wording' ? '' : `. ${escapeMarkdown(change.reason)}`;
      return `- **${change.class}**${location}: ${inCode(shortChange(change))}${reason}`;
    });
    return [`#### \`${first.subject}\`${reached(first)}`, '', ...bullets].join('\n');
  });
  if (groups.length === 0) return verdict;
  return [`### The spec since ${base}`, ...groups, verdict].join('\n\n');
}

function bySubject(changes: SpecChange[]): [SpecChange, ...SpecChange[]][] {
  return [...Map.groupBy(changes, ({ subject }) => subject).values()] as [SpecChange, ...SpecChange[]][];
}

function reached({ reaches }: SpecChange): string {
  if (reaches.length === 0) return '';
  const named = reaches.slice(0, 3).join(', ');
  const others = reaches.length > 3 ? ` and ${reaches.length - 3} more` : '';
  return ` (in ${named}${others})`;
}

function inCode(text: string): string {
  return text.includes('"') || text.includes('→') ? `\`${text.replaceAll('`', "'")}\`` : text;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[<>*_]/g, (character) => `\\${character}`);
}
