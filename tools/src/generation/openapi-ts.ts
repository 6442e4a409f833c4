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
  const folder = join(temporaryFolder, 'client');
  // The generator empties the folder it writes to, so it never sees a folder of the repository.
  await createClient({
    input: bundlePath,
    logs: { level: 'silent', file: false },
    plugins: [{ name: '@hey-api/typescript', enums: false }, clientPlugin({ behavior })],
    output: { header: banner, entryFile: false, module: { extension: '.ts' }, path: folder },
  });
  const files = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    files.set(`packages/client/src/generated/${name}`, name === 'types.gen.ts' ? finishTypes(text) : text);
  }
  // Packages that are published depend on none of each other, so each has the types.
  for (const name of ['sandbox', 'zod']) {
    const types = files.get('packages/client/src/generated/types.gen.ts') ?? '';
    files.set(`packages/${name}/src/generated/types.gen.ts`, types);
  }
  return files;
}
