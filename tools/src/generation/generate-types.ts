import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { finishTypes } from './finish-types.ts';
import { parser } from './parser.ts';
import { withSafeComments } from './safe-comments.ts';

/**
 * The types of a document for which no client is generated.
 *
 * @param path - A folder that the generator may empty and write to.
 */
export async function generateTypes(document: OpenApiDocument, path: string): Promise<string> {
  await createClient({
    input: withSafeComments(document) as never,
    parser,
    logs: { level: 'silent', file: false },
    plugins: [{ name: '@hey-api/typescript', enums: false }],
    output: { header: banner, entryFile: false, module: { extension: '.ts' }, path },
  });
  return finishTypes(await readFile(join(path, 'types.gen.ts'), 'utf8'));
}
