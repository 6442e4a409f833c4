import { lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The text of generated files by their path from the repository. */
export type GeneratedTree = Map<string, string>;

/** What lies in the folders called `generated`. */
export interface PresentTree {
  texts: GeneratedTree;
  /** What no generation makes, whatever its content, by path: a link, an executable, an empty folder. The value says what is wrong. */
  odd: Map<string, string>;
}

/** Folders that hold nothing which git keeps. A name that begins with a dot needs no mention. */
const passedOver = ['node_modules', 'dist', 'test-results', 'packed'];

/** Everything in the folders of the repository that are called `generated`. No link is followed. */
export async function readTree(top: string): Promise<PresentTree> {
  const tree: PresentTree = { texts: new Map(), odd: new Map() };
  await search(top, '', tree);
  return tree;
}

async function search(top: string, folder: string, tree: PresentTree): Promise<void> {
  for (const entry of await readdir(join(top, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === 'generated') await read(top, path, entry, tree);
    else if (entry.isDirectory() && !entry.name.startsWith('.') && !passedOver.includes(entry.name))
      await search(top, path, tree);
  }
}

interface Entry {
  isSymbolicLink(): boolean;
  isDirectory(): boolean;
  isFile(): boolean;
}

async function read(top: string, path: string, entry: Entry, tree: PresentTree): Promise<void> {
  if (entry.isSymbolicLink()) tree.odd.set(path, 'it is a symbolic link');
  else if (entry.isDirectory()) await readFolder(top, path, tree);
  else if (entry.isFile()) await readPlainFile(top, path, tree);
  else tree.odd.set(path, 'it is not a plain file');
}

async function readFolder(top: string, folder: string, tree: PresentTree): Promise<void> {
  const entries = await readdir(join(top, folder), { withFileTypes: true });
  if (entries.length === 0) tree.odd.set(folder, 'it is an empty folder');
  for (const entry of entries) await read(top, `${folder}/${entry.name}`, entry, tree);
}

async function readPlainFile(top: string, path: string, tree: PresentTree): Promise<void> {
  tree.texts.set(path, await readFile(join(top, path), 'utf8'));
  if (((await stat(join(top, path))).mode & 0o111) !== 0) tree.odd.set(path, 'it is executable');
}

/** The folders that a generation writes, each whole. */
export function generatedFolders(fresh: GeneratedTree): string[] {
  return [...new Set([...fresh.keys()].map((path) => path.replace(/\/generated\/.*$/, '/generated')))].sort();
}

/**
 * Makes the generated folders below `top` equal to a fresh tree. Of a folder that differs nothing is kept.
 *
 * @throws If the way to one of them leads through a symbolic link.
 */
export async function layTree(fresh: GeneratedTree, present: PresentTree, top: string): Promise<void> {
  const folders = generatedFolders(fresh);
  for (const folder of folders) await rejectLinksAbove(folder, top);
  for (const folder of folders) {
    const wanted = within(folder, fresh);
    const isEqual =
      [...present.odd.keys()].every((path) => !isWithin(folder, path)) &&
      within(folder, present.texts).size === wanted.size &&
      [...wanted].every(([path, text]) => present.texts.get(path) === text);
    if (isEqual) continue;
    await rm(join(top, folder), { recursive: true, force: true });
    for (const [path, text] of wanted) await write(join(top, path), text);
  }
}

async function rejectLinksAbove(folder: string, top: string): Promise<void> {
  for (let path = dirname(folder); path !== '.'; path = dirname(path)) {
    const found = await lstat(join(top, path)).catch(() => undefined);
    if (!found?.isSymbolicLink()) continue;
    throw new Error(`${path} is a symbolic link. Nothing is generated through one: put the folder back.`);
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function within(folder: string, tree: GeneratedTree): GeneratedTree {
  return new Map([...tree].filter(([path]) => isWithin(folder, path)));
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
