import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratedTree } from '../generated-tree.ts';
import { bundlePaths, manifestPath } from '../paths.ts';
import { type Bundle, bundleSpec, lintSpec } from './bundle.ts';
import { checkTexts } from './check-texts.ts';
import { currentManifest } from './generation-code.ts';
import { generateTypes } from './openapi-ts.ts';
import { apiFacts, operationTable } from './operation-table.ts';
import { operationTypes } from './operation-types.ts';
import { specOperations } from './spec-operations.ts';
import { typeEquality } from './type-equality.ts';
import { validators } from './validators.ts';

/**
 * Every generated file of the repository, from the spec as it is now. Writes nothing into the repository.
 *
 * @returns The text of each file by its path from the repository.
 * @throws If the spec breaks a rule or cannot be bundled, or if what was generated from it cannot be read.
 */
export async function generateAll(): Promise<GeneratedTree> {
  // Side by side, as each is a process of its own. What the lint says comes first: it has the places.
  const [lint, bundle] = await Promise.allSettled([lintSpec(), bundleSpec()]);
  if (lint.status === 'rejected') throw lint.reason;
  if (bundle.status === 'rejected') throw bundle.reason;
  return await generateFrom(bundle.value);
}

/** Every generated file, from a bundle. */
export async function generateFrom(bundle: Bundle): Promise<GeneratedTree> {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'truework-legacy-generate-'));
  try {
    const bundlePath = join(temporaryFolder, 'openapi.json');
    await writeFile(bundlePath, bundle.json);
    const files = await generateTypes(bundlePath, temporaryFolder);
    files.set(bundlePaths.json, bundle.json);
    files.set(bundlePaths.yaml, bundle.yaml);
    files.set('packages/client/src/generated/api.gen.ts', apiFacts(bundle.api));
    files.set('packages/client/src/generated/operations.gen.ts', operationTable(bundle.api));
    files.set('packages/sandbox/src/generated/operations.gen.ts', operationTypes(bundle.api));
    files.set('packages/sandbox/src/generated/spec-operations.gen.ts', specOperations(bundle.api));
    for (const strictness of ['request', 'response'] as const) {
      const folder = 'packages/zod/src/generated';
      files.set(`${folder}/${strictness}.gen.ts`, validators(bundle.api, strictness, 'zod'));
      files.set(`${folder}/mini-${strictness}.gen.ts`, validators(bundle.api, strictness, 'zod/mini'));
    }
    files.set('packages/contract-tests/src/generated/type-equality.gen.ts', typeEquality(bundle.api));
    files.set(manifestPath, `${JSON.stringify(currentManifest(), null, 2)}\n`);
    checkTexts(files);
    return files;
  } finally {
    await rm(temporaryFolder, { recursive: true });
  }
}
