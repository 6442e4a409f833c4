import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { clientPlugin } from './client-plugin/plugin.ts';
import { finishTypes } from './finish-types.ts';
import { withHoverTexts } from './hover-texts.ts';
import { parser } from './parser.ts';
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
  // The generator empties the folders it writes to, so it never sees one of the repository.
  await createClient([
    {
      input: withSafeComments(withHoverTexts(document)) as never,
      parser,
      logs: { level: 'silent', file: false },
      plugins: [{ name: '@hey-api/typescript', enums: false }, clientPlugin({ behavior })],
      output: { header: banner, entryFile: false, module: { extension: '.ts' }, path: folder },
    },
    ...validatorRuns(document, temporaryFolder),
  ]).catch((error: JobError) => {
    const { message } = error.originalError?.error ?? error;
    throw new Error(`@hey-api/openapi-ts failed: ${message}`, { cause: error });
  });
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

/** What the generator throws: it has no message of its own. */
interface JobError extends Error {
  originalError?: { error: Error };
}

/** A file that exports all types of another package. */
export function typesFrom(specifier: string): string {
  return `${banner}\n\nexport type * from '${specifier}';\n`;
}
