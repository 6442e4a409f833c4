import { readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from './paths.ts';

/**
 * The files of the repository that git keeps or would keep, from its root, by what .gitignore says. Git itself is not
 * asked, so that a download without a history will do.
 */
export function repositoryFiles(): string[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\/$/, ''));
  return listRepository('', ['.git', ...ignored]).sort();
}

function listRepository(folder: string, ignored: readonly string[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (ignored.some((pattern) => matchesGlob(pattern.includes('/') ? path : entry.name, pattern))) return [];
    return entry.isDirectory() ? listRepository(path, ignored) : [path];
  });
}
