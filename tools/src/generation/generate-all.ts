import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePaths, manifestPath, specFolder } from '../paths.ts';
import { generateAdminApi } from './admin-api.ts';
import { type Bundle, bundleSpec, lintSpec } from './bundle.ts';
import { writtenMethods, writtenNames } from './client-plugin/written-names.ts';
import { formatTypeScript } from './format.ts';
import type { GeneratedTree } from './generated-tree.ts';
import { currentManifest } from './generation-code.ts';
import { generateMigration, type Migration, readMigration } from './migration.ts';
import { generateCode } from './openapi-ts.ts';
import { apiFacts, operationTable } from './operation-table.ts';
import { operationTypes } from './operation-types.ts';
import { specOperations } from './spec-operations.ts';
import { describeProblem, SpecProblem } from './spec-problem.ts';
import { typeEquality } from './type-equality.ts';

/**
 * Every generated file of the repository, from the spec as it is now. Writes nothing into the repository.
 *
 * @returns The text of each file by its path from the repository.
 * @throws If the spec breaks a rule or cannot be bundled, if nothing can be generated from a part of it, or if what was generated cannot be
 * read.
 */
export async function generateAll(): Promise<GeneratedTree> {
  // Side by side, as each is a process of its own. What the lint says comes first: it has the locations.
  const [lint, bundle, migration] = await Promise.allSettled([lintSpec(), bundleSpec(), readMigration()]);
  if (lint.status === 'rejected') throw lint.reason;
  if (bundle.status === 'rejected') throw bundle.reason;
  if (migration.status === 'rejected') throw migration.reason;
  try {
    return await generateFrom(bundle.value, migration.value);
  } catch (error) {
    throw error instanceof SpecProblem ? new Error(describeProblem(error, specFolder)) : error;
  }
}

/** Every generated file, from a bundle. Those for 2023-10-30 only if it is called with a migration. */
export async function generateFrom(bundle: Bundle, migration?: Migration): Promise<GeneratedTree> {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'truework-legacy-generate-'));
  try {
    const { document } = bundle;
    // Before the generator runs, which words an error of its own around what a plugin throws.
    const [facts, table] = [
      apiFacts(document),
      operationTable(document, [...writtenNames(), ...writtenMethods]),
    ];
    const files = await generateCode(document, temporaryFolder);
    files.set(bundlePaths.json, bundle.json);
    files.set(bundlePaths.yaml, bundle.yaml);
    files.set('packages/client/src/generated/api.gen.ts', facts);
    files.set('packages/client/src/generated/operations.gen.ts', table);
    files.set('packages/sandbox/src/generated/operations.gen.ts', operationTypes(document));
    files.set('packages/sandbox/src/generated/spec-operations.gen.ts', specOperations(document));
    for (const [path, text] of await generateAdminApi(temporaryFolder)) files.set(path, text);
    files.set('packages/contract-tests/src/generated/type-equality.gen.ts', typeEquality(document));
    if (migration) {
      const ofMigration = await generateMigration(migration, document, temporaryFolder);
      for (const [path, text] of ofMigration) files.set(path, text);
    }
    files.set(manifestPath, `${JSON.stringify(currentManifest(), null, 2)}\n`);
    await formatTypeScript(files, temporaryFolder);
    return files;
  } finally {
    await rm(temporaryFolder, { recursive: true });
  }
}
