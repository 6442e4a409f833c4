import { chmodSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';

/** Readable and writable for its owner alone: it holds personal data. */
const ownerOnly = 0o600;

/** Whether a file is of another program, or a device or a pipe. SQLite itself takes a short one for an empty one, and overwrites it. */
export function isForeignFile(path: string): boolean {
  let file: number | undefined;
  try {
    const status = statSync(path);
    if (!status.isFile()) return !status.isDirectory();
    file = openSync(path, 'r');
    const head = Buffer.alloc(16);
    const length = readSync(file, head);
    return length > 0 && head.toString() !== 'SQLite format 3\0';
  } catch {
    // It is not there, or SQLite says why it cannot be read.
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Makes the file if it is missing, so that nobody else could ever read it: SQLite itself makes files that all may read. */
export function createDataFile(path: string): void {
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  try {
    closeSync(openSync(path, O_CREAT | O_EXCL | O_RDWR, ownerOnly));
  } catch {
    // It is there already, or SQLite says why it cannot be.
  }
}

/** Takes the file, and what SQLite writes beside it, away from other users. New files beside it get the mode of the file itself. */
export function restrictDataFile(path: string): void {
  try {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      if (existsSync(path + suffix)) chmodSync(path + suffix, ownerOnly);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    console.warn(`The data file ${path} cannot be made private to its owner (${code}).`);
  }
}
