import type { SpecChange } from './compare-specs.ts';

const longest = 48;

/** What a change did, in short: `"a" → "b"`, `+ "x"` for what a list gained, `added`. */
export function shortChange({ kind, before, after, renamedTo }: SpecChange): string {
  if (kind === 'reordered') return 'other order';
  if (kind === 'renamed') return `renamed to \`${after}\`?`;
  if (renamedTo !== undefined) return `removed, or renamed to \`${renamedTo}\`?`;
  if (before === undefined && after === undefined) return 'differs';
  if (isListOfScalars(before) && isListOfScalars(after)) return listChange(before, after);
  if (kind === 'added') return isSmall(after) ? `added: ${short(after)}` : 'added';
  if (kind === 'removed') return isSmall(before) ? `removed: ${short(before)}` : 'removed';
  if (typeof before === 'string' && typeof after === 'string') {
    const shared = sharedStart(before, after);
    return `${short(before.slice(shared), shared > 0)} → ${short(after.slice(shared), shared > 0)}`;
  }
  return `${short(before)} → ${short(after)}`;
}

function listChange(before: unknown[], after: unknown[]): string {
  const lost = before.filter((item) => !after.includes(item)).map((item) => `− ${short(item)}`);
  const gained = after.filter((item) => !before.includes(item)).map((item) => `+ ${short(item)}`);
  return [...lost, ...gained].join(', ');
}

function short(value: unknown, isTail = false): string {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value);
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  const whole = isTail ? `…${cut}` : cut;
  return typeof value === 'string' ? `"${whole}"` : whole;
}

/** How much of the start two long texts share and a reader needs not see: up to a few words before they differ. */
function sharedStart(before: string, after: string): number {
  if (Math.max(before.length, after.length) <= longest) return 0;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const start = before.lastIndexOf(' ', Math.max(0, same - 16)) + 1;
  return start > 12 ? start : 0;
}

/** Whether it is worth saying what was added or removed, not only that. */
function isSmall(value: unknown): boolean {
  return isScalar(value) || JSON.stringify(value).length < longest / 2;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isListOfScalars(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every(isScalar);
}
