import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyRepository } from '../repository/repository-copy.ts';

/** More text after the first occurrence of a text in a file. */
export interface Insertion {
  readonly location: string;
  readonly text: string;
}

/** What is added to a repository, by path: the text of a new file, or what is put into one that is there. */
export type Addition = Readonly<Record<string, string | readonly Insertion[]>>;

export function after(location: string, text: string): Insertion {
  return { location, text };
}

/** A copy of the repository, to try a change in. */
export interface ChangedCopy {
  readonly folder: string;
  read(path: string): Promise<string>;
  append(path: string, text: string): Promise<void>;
  /** Each of these returns the files that it changed, sorted. @throws If a file is not as it has to be for that. */
  add(addition: Addition): Promise<string[]>;
  takeBack(addition: Addition): Promise<string[]>;
  replace(paths: readonly string[], word: string, other: string): Promise<string[]>;
  remove(): void;
}

export function copyToChange(): ChangedCopy {
  const { folder, remove } = copyRepository();
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  const edit = async (path: string, from: string, to: string) => {
    const text = await read(path);
    if (!text.includes(from))
      throw new Error(
        `${path} has changed: it has no ${JSON.stringify(from)}. Adapt tools/src/recipe to it.`,
      );
    await write(
      path,
      text.replaceAll(from, () => to),
    );
  };
  return {
    folder,
    read,
    append: (path, text) => appendFile(join(folder, path), text),
    remove,
    async add(addition) {
      for (const [path, change] of Object.entries(addition)) {
        if (typeof change === 'string') await write(path, change);
        else for (const { location, text } of change) await edit(path, location, location + text);
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
  };
}
