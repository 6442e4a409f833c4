import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { parse } from 'yaml';
import { adminDocumentPath, root } from '../paths.ts';
import { generateTypes } from './generate-types.ts';
import { operationTypes } from './operation-types.ts';

const generated = 'packages/sandbox/src/generated';

/**
 * The sandbox's admin API: its document as JSON, its types, and what its handlers take and return.
 *
 * @param temporaryFolder - Where the generator may write.
 * @returns The text of each file by its path from the repository.
 */
export async function generateAdminApi(temporaryFolder: string): Promise<Map<string, string>> {
  const document = parse(await readFile(join(root, adminDocumentPath), 'utf8')) as OpenApiDocument;
  const types = await generateTypes(document, join(temporaryFolder, 'admin'));
  return new Map([
    [`${generated}/admin-openapi.json`, `${JSON.stringify(document, null, 2)}\n`],
    [`${generated}/admin-types.gen.ts`, types],
    [
      `${generated}/admin-operations.gen.ts`,
      operationTypes(document, { name: 'AdminOperationTypes', types: './admin-types.gen.ts' }),
    ],
  ]);
}
