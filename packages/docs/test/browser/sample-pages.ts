import { readFileSync } from 'node:fs';
import { fileOf } from './site-under-test.ts';

/**
 * Few pages that together have every kind of element of the site: axe takes seconds for a long page, and what it finds, it finds
 * wherever the same element stands. The pages with the most new kinds per byte come first.
 */
export function samplePages(pages: readonly string[]): string[] {
  const rest = new Map(pages.map((path) => [path, kindsOn(readFileSync(fileOf(path), 'utf8'))]));
  const seen = new Set<string>();
  const sample: string[] = [];
  while (rest.size > 0) {
    const [best] = [...rest]
      .map(([path, { kinds, size }]) => ({
        path,
        gain: [...kinds].filter((kind) => !seen.has(kind)).length / size,
      }))
      .sort((a, b) => b.gain - a.gain);
    if (!best || best.gain === 0) break;
    for (const kind of rest.get(best.path)?.kinds ?? []) seen.add(kind);
    rest.delete(best.path);
    sample.push(best.path);
  }
  return sample;
}

/** Each element with each of its classes, and each colour of code: what styles distinguish. */
function kindsOn(html: string): { kinds: Set<string>; size: number } {
  const kinds = new Set<string>();
  for (const [, tag = '', attributes = ''] of html.matchAll(
    /<([a-z][\w-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)/g,
  )) {
    kinds.add(tag);
    const [, classes = ''] = /\sclass="([^"]*)"/.exec(attributes) ?? [];
    for (const name of classes.split(/\s+/)) kinds.add(`${tag}.${name}`);
    const [, role] = /\srole="([^"]*)"/.exec(attributes) ?? [];
    if (role) kinds.add(`${tag}[role=${role}]`);
    for (const [colour] of attributes.matchAll(/--[01]:#\w+/g)) kinds.add(colour);
  }
  return { kinds, size: html.length };
}
