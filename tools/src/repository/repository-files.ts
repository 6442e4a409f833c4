import { readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from '../paths.ts';

/**
 * The files of the repository that git keeps or would keep, from its root, by what .gitignore says. Git itself is not
 * asked, so that a download without a history will do.
 *
 * @param top - The repository, or a copy of it.
 */
export function repositoryFiles(top = root): string[] {
  const ignored = readFileSync(join(top, '.gitignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\/$/, ''));
  return listFolder(top, '', ['.git', ...ignored]).sort();
}

function listFolder(top: string, folder: string, ignored: readonly string[]): string[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (ignored.some((pattern) => matchesGlob(pattern.includes('/') ? path : entry.name, pattern))) return [];
    return entry.isDirectory() ? listFolder(top, path, ignored) : [path];
  });
}
