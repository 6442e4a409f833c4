import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { finishTypes } from './finish-types.ts';
import { runGenerator } from './run-generator.ts';
import { withSafeComments } from './safe-comments.ts';

/**
 * The types of a document for which no client is generated.
 *
 * @param path - A folder that the generator may empty and write to.
 */
export async function generateTypes(document: OpenApiDocument, path: string): Promise<string> {
  await runGenerator({
    input: withSafeComments(document) as never,
    plugins: [{ name: '@hey-api/typescript', enums: false }],
    folder: path,
  });
  return finishTypes(await readFile(join(path, 'types.gen.ts'), 'utf8'));
}
