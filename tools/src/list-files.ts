import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Absolute paths of all files below a folder. Empty if the folder does not exist.
 *
 * @param excluded - Names of folders that are not entered.
 */
export async function listFiles(folder: string, excluded: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const nested = entries
    .filter((entry) => !excluded.includes(entry.name))
    .map((entry) =>
      entry.isDirectory() ? listFiles(join(folder, entry.name), excluded) : [join(folder, entry.name)],
    );
  return (await Promise.all(nested)).flat();
}
