import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listFiles } from './list-files.ts';
import { generatedFolders } from './paths.ts';

/** The text of generated files by their path from the repository. */
export type GeneratedTree = Map<string, string>;

/**
 * Every file that lies in one of the generated folders.
 *
 * @param top - The repository, or a folder that a generation was written into.
 */
export async function readTree(top: string): Promise<GeneratedTree> {
  const tree: GeneratedTree = new Map();
  for (const folder of generatedFolders) {
    for (const path of await listFiles(join(top, folder), [])) {
      tree.set(path.slice(top.length + 1).replaceAll('\\', '/'), await readFile(path, 'utf8'));
    }
  }
  return tree;
}

/** Makes the generated folders below `top` equal to a tree: writes what differs, deletes what is not in it. */
export async function layTree(tree: GeneratedTree, top: string): Promise<void> {
  const present = await readTree(top);
  for (const path of present.keys()) {
    if (!tree.has(path)) await rm(join(top, path));
  }
  for (const [path, text] of tree) {
    if (present.get(path) === text) continue;
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
}
