import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { root } from '../paths.ts';

/** More text behind the first place where something stands in a file. */
export interface Insertion {
  readonly place: string;
  readonly text: string;
}

/** What is added to a repository, by path: the text of a new file, or what is put into one that is there. */
export type Addition = Readonly<Record<string, string | readonly Insertion[]>>;

export function after(place: string, text: string): Insertion {
  return { place, text };
}

/** The repository once more, in a folder of its own, to try a change in. */
export interface RepositoryCopy {
  readonly folder: string;
  read(path: string): Promise<string>;
  /** Each of these gives the files that it touched, sorted. @throws If a file is not as it has to be for that. */
  add(addition: Addition): Promise<string[]>;
  takeBack(addition: Addition): Promise<string[]>;
  replace(paths: readonly string[], word: string, other: string): Promise<string[]>;
  remove(): Promise<void>;
}

const left = new Set([
  '.git',
  '.toolchain',
  '.turbo',
  '.generated',
  '.astro',
  'dist',
  'packed',
  'test-results',
]);

/** Copies the repository without what is installed or built. What is installed is linked. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-legacy-recipe-'));
  const installed = join(root, 'node_modules');
  await cp(root, folder, {
    recursive: true,
    // The links between packages are relative, so that those of the copy lead to each other.
    verbatimSymlinks: true,
    filter: (source) => source !== installed && !left.has(basename(source)) && !isCache(source),
  });
  await symlink(installed, join(folder, 'node_modules'));
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  const edit = async (path: string, from: string, to: string) => {
    const text = await read(path);
    if (!text.includes(from)) throw new Error(`${path} has changed: it has no ${JSON.stringify(from)}.`);
    await write(
      path,
      text.replaceAll(from, () => to),
    );
  };
  return {
    folder,
    read,
    async add(addition) {
      for (const [path, change] of Object.entries(addition)) {
        if (typeof change === 'string') await write(path, change);
        else for (const { place, text } of change) await edit(path, place, place + text);
      }
      return Object.keys(addition).sort();
    },
    async takeBack(addition) {
      for (const [path, change] of Object.entries(addition)) {
        if (typeof change === 'string') await rm(join(folder, path));
        else for (const { text } of change) await edit(path, text, '');
      }
      return Object.keys(addition).sort();
    },
    async replace(paths, word, other) {
      for (const path of paths) await edit(path, word, other);
      return paths.toSorted();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

function isCache(source: string): boolean {
  return /(^|\/)node_modules\/\.[^/]+$/.test(relative(root, source)) && !source.endsWith('.bin');
}
