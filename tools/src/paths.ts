import { join, resolve } from 'node:path';

/** Absolute path of the repository. */
export const root = resolve(import.meta.dirname, '../..');

/** Absolute path of the folder with the spec's sources. */
export const specFolder = join(root, 'spec');

/** The bundled spec: what everything else is generated from, and what remembers of which spec that was. */
export const bundlePaths = { json: 'spec/generated/openapi.json', yaml: 'spec/generated/openapi.yaml' };

/** What code and which versions of tools `pnpm generate` ran with. Lets it name them as the cause of a difference. */
export const manifestPath = 'tools/src/generated/manifest.json';

/** The document of the sandbox's admin API. */
export const adminDocumentPath = 'packages/sandbox/admin/openapi.yaml';

/** The bundled description of 2023-10-30, its types, and the map to it. */
export const migrationPaths = {
  later: 'spec/2023-10-30/generated/openapi.json',
  types: 'spec/2023-10-30/generated/types.gen.d.ts',
  map: 'spec/migration/generated/2023-10-30.json',
};
