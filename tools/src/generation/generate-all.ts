import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratedTree } from '../generated-tree.ts';
import { listFiles } from '../list-files.ts';
import { generatedFolders, manifestPath, root } from '../paths.ts';
import { bundleSpec } from './bundle.ts';
import { generateCode } from './openapi-ts.ts';
import { apiFacts, operationTable } from './operation-table.ts';
import { operationTypes } from './operation-types.ts';
import { specOperations } from './spec-operations.ts';
import { typeEquality } from './type-equality.ts';

/** Digests of what a generation read (`inputs`, tool versions) and wrote (`outputs`), by path from the repository. */
export interface Manifest {
  tools: Record<string, string>;
  inputs: Record<string, string>;
  outputs: Record<string, string>;
}

/**
 * Every generated file of the repository, from the spec as it is now. Writes nothing into the repository.
 *
 * @returns The text of each file by its path from the repository, the manifest included.
 * @throws Where the spec cannot be bundled, or a generator wrote nothing.
 */
export async function generateAll(): Promise<GeneratedTree> {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'truework-legacy-generate-'));
  try {
    const bundle = await bundleSpec(temporaryFolder);
    const files = await generateCode(bundle.api, temporaryFolder);
    files.set('spec/generated/openapi.json', bundle.json);
    files.set('spec/generated/openapi.yaml', bundle.yaml);
    files.set('packages/client/src/generated/api.gen.ts', apiFacts(bundle.api));
    files.set('packages/client/src/generated/operations.gen.ts', operationTable(bundle.api));
    files.set('packages/sandbox/src/generated/operations.gen.ts', operationTypes(bundle.api));
    files.set('packages/sandbox/src/generated/spec-operations.gen.ts', specOperations(bundle.api));
    files.set('packages/contract-tests/src/generated/type-equality.gen.ts', typeEquality(bundle.api));
    const manifest: Manifest = {
      tools: await toolVersions(),
      inputs: await digestInputs(),
      outputs: Object.fromEntries(
        [...files].map(([path, text]): [string, string] => [path, digest(text)]).sort(),
      ),
    };
    files.set(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
    for (const folder of generatedFolders) {
      const written = [...files].filter(([path]) => path.startsWith(`${folder}/`));
      if (written.length === 0 || written.some(([, text]) => text.trim() === '')) {
        throw new Error(`The generation wrote nothing, or an empty file, into ${folder}.`);
      }
    }
    return files;
  } finally {
    await rm(temporaryFolder, { recursive: true });
  }
}

/** The digest that manifests hold: the first 16 hexadecimal characters of SHA-256. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Digests of everything that decides what is generated: the spec's sources and the generation's code. */
async function digestInputs(): Promise<Record<string, string>> {
  const sources = [
    ...(await listFiles(join(root, 'spec'), ['generated', 'node_modules', 'plugin', 'test', '.turbo'])),
    ...(await listFiles(join(root, 'tools/src/generation'), [])),
  ]
    .map((path) => path.slice(root.length + 1).replaceAll('\\', '/'))
    .filter((path) => /\.(yaml|md|ts)$/.test(path) && !path.endsWith('.test.ts') && path !== 'spec/README.md')
    .sort();
  const digests = sources.map(
    async (path) => [path, digest(await readFile(join(root, path), 'utf8'))] as const,
  );
  return Object.fromEntries(await Promise.all(digests));
}

async function toolVersions(): Promise<Record<string, string>> {
  const names = ['@hey-api/openapi-ts', '@redocly/cli', 'typescript', 'yaml'];
  const versions = names.map(async (name) => {
    const manifest = join(root, 'tools/node_modules', name, 'package.json');
    return [name, (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version] as const;
  });
  return Object.fromEntries(await Promise.all(versions));
}
