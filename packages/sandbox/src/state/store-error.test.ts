import { expect, test } from 'vitest';
import { SandboxError } from '../errors/index.ts';
import { explainStoreError, isStoreError } from './store-error.ts';

const failed = (errcode: number) => Object.assign(new Error('as SQLite says'), { errcode });

test.for<[code: number, said: string]>([
  [5, 'is in use by another sandbox (SQLite: as SQLite says). Stop that one, or use another file.'],
  [6, 'is in use by another sandbox (SQLite: as SQLite says). Stop that one, or use another file.'],
  [
    7,
    'could not be used: there is not enough memory (SQLite: as SQLite says). Free some, or set `verificationCap`.',
  ],
  [
    8,
    'cannot be written: it is read-only (SQLite: as SQLite says). Make the file and its folder writable for this user, or use another file.',
  ],
  [10, 'could not be read or written (SQLite: as SQLite says). Check the disk, or use another file.'],
  [
    11,
    'is damaged (SQLite: as SQLite says). Delete it, with the files -wal and -shm beside it, or use another file.',
  ],
  [
    13,
    'could not be written: the disk is full (SQLite: as SQLite says). Free some space, or use another file.',
  ],
  [
    14,
    'cannot be opened (SQLite: as SQLite says). Create its folder, and make it writable for the user that the sandbox runs as. Or use another file.',
  ],
  [26, 'is not a file of the sandbox (SQLite: as SQLite says). Use another file.'],
  [99, 'could not be used (SQLite: as SQLite says). Use another file.'],
])('the code %d of SQLite, and its extended codes, say what to do', ([code, said]) => {
  for (const errcode of [code, code + 256, code + 3 * 256]) {
    const error = explainStoreError(failed(errcode), '/data/sandbox.db');
    expect(error).toBeInstanceOf(SandboxError);
    expect(isStoreError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'store_failed',
      message: `The data file /data/sandbox.db ${said}`,
      cause: { errcode },
    });
  }
});

test('the state in memory is not a file, and other errors stay as they are', () => {
  expect(explainStoreError(failed(7), ':memory:')).toMatchObject({
    message:
      "The sandbox's state in memory could not be used: there is not enough memory (SQLite: as SQLite says). Free some, or set `verificationCap`.",
  });
  expect(explainStoreError(failed(14), import.meta.dirname)).toMatchObject({
    message: `The data file ${import.meta.dirname} is a folder (SQLite: as SQLite says). Use the path of a file, which may be in it.`,
  });
  const other = new TypeError('no error of SQLite');
  expect(explainStoreError(other, ':memory:')).toBe(other);
  expect([other, undefined, { code: 'store_failed' }].map(isStoreError)).toEqual([false, false, false]);
  expect(isStoreError(new SandboxError('invalid_snapshot', 'x'))).toBe(false);
});
