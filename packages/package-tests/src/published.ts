import { join, resolve } from 'node:path';

/** Absolute path of the repository. */
export const root = resolve(import.meta.dirname, '../../..');

/** A package that users install. */
export interface PublishedPackage {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  /** Folders that its tarball contains, beside what npm always adds. */
  readonly holds: readonly string[];
  /** The most that its tarball may weigh, in kB. */
  readonly atMostKb: number;
}

/** Every package that users install. */
export const published: readonly PublishedPackage[] = [
  {
    name: '@truework-legacy/spec',
    folder: join(root, 'spec'),
    holds: ['generated', '2023-10-30', 'migration'],
    atMostKb: 100,
  },
  {
    name: '@truework-legacy/client',
    folder: join(root, 'packages/client'),
    holds: ['dist', 'src'],
    atMostKb: 320,
  },
  { name: '@truework-legacy/zod', folder: join(root, 'packages/zod'), holds: ['dist', 'src'], atMostKb: 380 },
  {
    name: '@truework-legacy/migrate',
    folder: join(root, 'packages/migrate'),
    holds: ['dist', 'src'],
    atMostKb: 220,
  },
  {
    name: '@truework-legacy/sandbox',
    folder: join(root, 'packages/sandbox'),
    holds: ['dist', 'src', 'inspector'],
    atMostKb: 400,
  },
];
