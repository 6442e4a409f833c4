import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { clientPlugin } from './client-plugin/plugin.ts';
import { finishTypes } from './finish-types.ts';
import { withHoverTexts } from './hover-texts.ts';
import { runGenerator } from './run-generator.ts';
import { withSafeComments } from './safe-comments.ts';
import { readValidators, validatorRuns } from './validators.ts';

/** What these operations do beyond sending a request. */
const behavior = {
  createVerification: { from: '../created-verification.ts', name: 'createdVerification', fields: ['id'] },
  reverifyVerification: { from: '../created-verification.ts', name: 'reverifiedVerification', fields: [] },
};

/**
 * Types, the client's methods, and the validators, by one run of @hey-api/openapi-ts.
 *
 * @param document - The bundled spec.
 * @param temporaryFolder - Where the generator may write.
 * @returns The text of each file by its path from the repository.
 */
export async function generateCode(
  document: OpenApiDocument,
  temporaryFolder: string,
): Promise<Map<string, string>> {
  const folder = join(temporaryFolder, 'client');
  // First, as it says best what a schema lacks.
  const validators = validatorRuns(document, temporaryFolder);
  // The generator empties the folders it writes to, so it never sees one of the repository.
  await runGenerator(
    {
      input: withSafeComments(withHoverTexts(document)) as never,
      plugins: [{ name: '@hey-api/typescript', enums: false }, clientPlugin({ behavior })],
      folder,
    },
    ...validators,
  );
  const files = await readValidators(document, temporaryFolder);
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    if (name === 'types.gen.ts') files.set('spec/generated/types.gen.d.ts', finishTypes(text));
    else files.set(`packages/client/src/generated/${name}`, text);
  }
  // The types exist once. The build copies them into what is published, which depends on no other package.
  for (const name of ['client', 'migrate', 'sandbox', 'zod'])
    files.set(`packages/${name}/src/generated/types.gen.ts`, typesFrom('@truework-legacy/spec/types'));
  return files;
}

/** A file that exports all types of another package. */
export function typesFrom(specifier: string): string {
  return `${banner}\n\nexport type * from '${specifier}';\n`;
}
