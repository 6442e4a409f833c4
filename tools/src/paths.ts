import { join, resolve } from 'node:path';

/** Absolute path of the repository. */
export const root = resolve(import.meta.dirname, '../..');

/** Absolute path of the folder that holds the spec's sources. */
export const specFolder = join(root, 'spec');

/** Folders that `pnpm generate` owns whole, relative to the repository. Nobody else writes there. */
export const generatedFolders = [
  'spec/generated',
  'packages/client/src/generated',
  'packages/zod/src/generated',
  'packages/sandbox/src/generated',
  'packages/contract-tests/src/generated',
  'tools/src/generated',
] as const;

/** What `pnpm generate` read and wrote, with digests: lets the drift check name the cause of a difference. */
export const manifestPath = 'tools/src/generated/manifest.json';
