import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenApiDocument, pointerTo } from '@truework-legacy/spec/document';
import { parse } from 'yaml';
import { bundlePaths, migrationPaths, root } from '../paths.ts';
import { locationOf } from '../spec-diff/location.ts';
import { bundleOf } from './bundle.ts';
import { generateFrom } from './generate-all.ts';
import type { GeneratedTree } from './generated-tree.ts';
import type { Migration } from './migration.ts';
import { changeOf, type Memory } from './stale-files.ts';

type Parts = Record<string, unknown>;

/**
 * What the present files were generated from: the committed bundle remembers it, unless it was edited by hand.
 *
 * @param present - What is there.
 * @param fresh - What a generation would write.
 */
export async function memoryOf(present: GeneratedTree, fresh: GeneratedTree): Promise<Memory> {
  const nothingChanged = { tree: fresh, changes: [] };
  const laterChanges = migrationChanges(present, fresh);
  // The bundle is there twice. If one of the two is as it has to be, the other was edited.
  const isSame = Object.values(bundlePaths).some((path) => present.get(path) === fresh.get(path));
  if (isSame && laterChanges.length === 0) return nothingChanged;
  try {
    const then = readBundle(isSame ? fresh : present);
    const now = JSON.parse(fresh.get(bundlePaths.json) ?? '') as OpenApiDocument;
    const changes = [...specChanges(then, now), ...laterChanges];
    return { tree: await generateFrom(bundleOf(then), readMigration(present)), changes };
  } catch {
    return nothingChanged;
  }
}

function migrationChanges(present: GeneratedTree, fresh: GeneratedTree): string[] {
  return [
    ...changeOf('spec/2023-10-30', present.get(migrationPaths.later), fresh.get(migrationPaths.later)),
    ...changeOf('spec/migration', present.get(migrationPaths.map), fresh.get(migrationPaths.map)),
  ];
}

function readMigration(present: GeneratedTree): Migration | undefined {
  const [later, map] = [present.get(migrationPaths.later), present.get(migrationPaths.map)];
  if (later === undefined || map === undefined) return undefined;
  return { later: bundleOf(JSON.parse(later) as OpenApiDocument), map };
}

function readBundle(present: GeneratedTree): OpenApiDocument {
  try {
    return JSON.parse(present.get(bundlePaths.json) ?? '') as OpenApiDocument;
  } catch {
    return parse(present.get(bundlePaths.yaml) ?? '') as OpenApiDocument;
  }
}

/** The files of the spec that changed between two bundles, or what of `openapi.yaml` did. Examples come last. */
export function specChanges(then: OpenApiDocument, now: OpenApiDocument): string[] {
  const [old, current] = [partsOf(then), partsOf(now)];
  const pointers = [...new Set([...Object.keys(old), ...Object.keys(current)])].sort(examplesLast);
  return pointers.flatMap((pointer) => changeOf(nameOf(pointer), old[pointer], current[pointer]));
}

/** The text of each part by its pointer: what has a file of its own, and what openapi.yaml says itself. */
function partsOf(document: OpenApiDocument): Record<string, string> {
  const parts: Record<string, string> = {};
  const split = (node: unknown, pointer: string, depth: number) => {
    if (depth === 0 || typeof node !== 'object' || node === null || Array.isArray(node))
      parts[pointer] = JSON.stringify(node);
    else
      for (const [name, part] of Object.entries(node as Parts))
        split(part, pointerTo(pointer, name), depth - 1);
  };
  for (const [name, part] of Object.entries(document))
    split(part, pointerTo('#', name), name === 'components' ? 2 : 1);
  return parts;
}

function nameOf(pointer: string): string {
  const { file, subject, location } = locationOf(pointer, {});
  if (subject === 'document') return `${location} of the spec`;
  // A name says where the file ought to be. It may be there in another format, or be somewhere else.
  const format = ['.yaml', '.yml', '.json'].find((it) => existsSync(join(root, file.replace('.yaml', it))));
  return format === undefined ? subject : file.replace('.yaml', format);
}

function examplesLast(a: string, b: string): number {
  const rank = (pointer: string) => (pointer.startsWith('#/components/examples/') ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
