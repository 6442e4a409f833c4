import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { banner } from './banner.ts';
import type { OpenApi } from './openapi.ts';
import { withUndefined } from './optional-properties.ts';
import { withSafeComments } from './safe-comments.ts';
import { readValidators, validatorRuns } from './validators.ts';

/**
 * The types of client, validators and sandbox, and the validators, by @hey-api/openapi-ts in one run.
 *
 * @param api - The bundled spec.
 * @param temporaryFolder - Where the generator may write.
 * @returns The text of each file by its path relative to the repository.
 */
export async function generateCode(api: OpenApi, temporaryFolder: string): Promise<Map<string, string>> {
  const shared = {
    input: withSafeComments(api) as never,
    // One type for each schema: read-only fields are in requests as JSON Schema has them, and as validators check them.
    parser: { transforms: { readWrite: false } },
    logs: { level: 'silent' as const, file: false },
  };
  const folders = {
    'packages/client/src/generated': join(temporaryFolder, 'client'),
    'packages/zod/src/generated': join(temporaryFolder, 'zod'),
    'packages/sandbox/src/generated': join(temporaryFolder, 'sandbox'),
  };
  // The generator empties the folder it writes to, so it never sees a folder of the repository.
  const output = { header: banner, entryFile: false };
  // Types alone: what sends the requests is written by hand, see adr/0002.
  const types = { ...shared, plugins: [{ name: '@hey-api/typescript' as const, enums: false }] };
  await createClient([
    { ...types, output: { ...output, path: folders['packages/client/src/generated'] } },
    { ...types, output: { ...output, path: folders['packages/sandbox/src/generated'] } },
    { ...types, output: { ...output, path: folders['packages/zod/src/generated'] } },
    ...validatorRuns(api, temporaryFolder),
  ]);
  const files = await readValidators(api, temporaryFolder);
  for (const [folder, written] of Object.entries(folders)) {
    for (const name of (await readdir(written)).sort()) {
      files.set(`${folder}/${name}`, withUndefined(await readFile(join(written, name), 'utf8')));
    }
  }
  return files;
}
