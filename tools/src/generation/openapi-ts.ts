import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { banner } from './banner.ts';
import { clientPlugin } from './client-plugin/plugin.ts';
import { finishTypes } from './finish-types.ts';

/** What these operations do beyond sending a request. */
const behavior = {
  createVerification: { from: '../created-verification.ts', name: 'createdVerification', fields: ['id'] },
  reverifyVerification: { from: '../created-verification.ts', name: 'reverifiedVerification', fields: [] },
};

/**
 * The types of client, validators and sandbox, and the methods of the client, by one run of @hey-api/openapi-ts.
 *
 * @param bundlePath - The bundled spec, JSON.
 * @param temporaryFolder - Where the generator may write.
 * @returns The text of each file by its path relative to the repository.
 */
export async function generateTypes(
  bundlePath: string,
  temporaryFolder: string,
): Promise<Map<string, string>> {
  const shared = { input: bundlePath, logs: { level: 'silent' as const, file: false } };
  const folders = {
    'packages/client/src/generated': join(temporaryFolder, 'client'),
    'packages/zod/src/generated': join(temporaryFolder, 'zod'),
    'packages/sandbox/src/generated': join(temporaryFolder, 'sandbox'),
  };
  // The generator empties the folder it writes to, so it never sees a folder of the repository.
  const output = { header: banner, entryFile: false, module: { extension: '.ts' as const } };
  const types = { name: '@hey-api/typescript' as const, enums: false };
  await createClient([
    {
      ...shared,
      plugins: [types, clientPlugin({ behavior })],
      output: { ...output, path: folders['packages/client/src/generated'] },
    },
    { ...shared, plugins: [types], output: { ...output, path: folders['packages/sandbox/src/generated'] } },
    { ...shared, plugins: [types], output: { ...output, path: folders['packages/zod/src/generated'] } },
  ]);
  const files = new Map<string, string>();
  for (const [folder, written] of Object.entries(folders)) {
    for (const name of (await readdir(written)).sort()) {
      files.set(`${folder}/${name}`, finishTypes(await readFile(join(written, name), 'utf8')));
    }
  }
  return files;
}
