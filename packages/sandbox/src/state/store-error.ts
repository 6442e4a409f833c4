import { existsSync } from 'node:fs';
import { SandboxError } from '../errors/index.ts';

interface SqliteError extends Error {
  /** SQLite's result code; the lowest eight bits are its primary one. */
  errcode?: number;
}

/** What went wrong and what to do, by SQLite's primary result code: https://sqlite.org/rescode.html */
const explanations: Readonly<Record<number, readonly [cause: string, wayOut: string]>> = {
  5: ['is in use by another sandbox', 'Stop that one, or use another file.'],
  6: ['is in use by another sandbox', 'Stop that one, or use another file.'],
  7: ['could not be used: there is not enough memory', 'Free some, or set `verificationCap`.'],
  8: [
    'cannot be written: it is read-only',
    'Make the file and its folder writable for this user, or use another file.',
  ],
  10: ['could not be read or written', 'Check the disk, or use another file.'],
  11: ['is damaged', 'Delete it, with the files -wal and -shm beside it, or use another file.'],
  13: ['could not be written: the disk is full', 'Free some space, or use another file.'],
  14: [
    'cannot be opened',
    'Create its folder, and make it writable for the user that the sandbox runs as. Or use another file.',
  ],
  26: ['is not a file of the sandbox', 'Use another file.'],
};

/** Whether an error says that the store failed, as {@link explainStoreError} does. */
export function isStoreError(error: unknown): error is SandboxError {
  return error instanceof SandboxError && error.code === 'store_failed';
}

/**
 * An error of SQLite, with the cause, the file and what to do. Other errors are returned as they are.
 *
 * @param path - Path of the file, or `:memory:`.
 */
export function explainStoreError(error: unknown, path: string): unknown {
  const { errcode, message } = error as SqliteError;
  if (errcode === undefined) return error;
  const [cause, wayOut] = existsSync(`${path}/.`)
    ? ['is a folder', 'Use the path of a file, which may be in it.']
    : (explanations[errcode & 0xff] ?? ['could not be used', 'Use another file.']);
  const what = path === ':memory:' ? "The sandbox's state in memory" : `The data file ${path}`;
  return new SandboxError('store_failed', `${what} ${cause} (SQLite: ${message}). ${wayOut}`, error);
}
