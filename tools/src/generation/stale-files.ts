import { manifestPath } from '../paths.ts';
import { formatTable } from '../run/table.ts';
import { type GeneratedTree, generatedFolders, type PresentTree } from './generated-tree.ts';
import type { Manifest } from './generation-code.ts';

/** A generated file that is not what the spec asks for, and why. */
export interface StaleFile {
  path: string;
  cause: string;
}

/** The spec that the present files were generated from, as far as the committed bundle remembers it. */
export interface Memory {
  /** What is generated from it now. */
  tree: GeneratedTree;
  /** What has changed in the spec since, in words. */
  changes: string[];
}

/**
 * The differences between what is there and what a generation would write, both ways.
 *
 * @param present - What is there, see `readTree`.
 * @param fresh - What a generation would write.
 * @param remember - Called if there are differences, see `memoryOf`.
 */
export async function findStaleFiles(
  present: PresentTree,
  fresh: GeneratedTree,
  remember: (present: GeneratedTree, fresh: GeneratedTree) => Promise<Memory>,
): Promise<StaleFile[]> {
  const odd = [...present.odd].map(([path, cause]) => ({ path, cause }));
  const paths = findStalePaths(present, fresh);
  if (paths.length === 0) return odd;
  const memory = await remember(present.texts, fresh);
  const staleFiles = paths.map((path) => ({ path, cause: causeOf(path, present.texts, fresh, memory) }));
  return [...odd, ...staleFiles].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The paths of these files, in order, without the causes: finding those takes another generation. */
export function findStalePaths(present: PresentTree, fresh: GeneratedTree): string[] {
  const odd = [...present.odd.keys()];
  const isOdd = (path: string) => odd.some((it) => path === it || path.startsWith(`${it}/`));
  return [...new Set([...present.texts.keys(), ...fresh.keys()])]
    .filter((path) => !isOdd(path) && present.texts.get(path) !== fresh.get(path))
    .sort();
}

function causeOf(path: string, present: GeneratedTree, fresh: GeneratedTree, memory: Memory): string {
  const text = present.get(path);
  if (!fresh.has(path)) return leftOver(path, fresh);
  if (text === undefined)
    return memory.tree.has(path) ? 'it was deleted' : inWords(['it is new', ...memory.changes]);
  if (path !== manifestPath && text === memory.tree.get(path)) return inWords(memory.changes);
  const code = changedCode(present.get(manifestPath), fresh.get(manifestPath));
  if (code.length === 0) return 'it was edited by hand';
  return path === manifestPath ? `${inWords(code)}, or it was edited by hand` : inWords(code);
}

function leftOver(path: string, fresh: GeneratedTree): string {
  const isOurs = generatedFolders(fresh).some((folder) => path.startsWith(`${folder}/`));
  if (isOurs) return 'no generation writes this file: it is left over, or was added by hand';
  return 'no generation writes into this folder: move it, only generated files are in folders of this name';
}

/** What differs in the generation itself. Empty if it is unreadable with what the present files were generated. */
function changedCode(before: string | undefined, now: string | undefined): string[] {
  const [old, current] = [parseManifest(before), parseManifest(now)];
  if (old === undefined || current === undefined) return [];
  const paths = [...new Set([...Object.keys(old.code), ...Object.keys(current.code)])].sort();
  const tools = Object.entries(current.tools).filter(([tool, version]) => old.tools[tool] !== version);
  return [
    ...tools.map(([tool, version]) => `${tool} is now ${version}`),
    ...paths.flatMap((path) => changeOf(path, old.code[path], current.code[path])),
  ];
}

/** How something changed, in words: nothing if it did not. */
export function changeOf(name: string, before: string | undefined, after: string | undefined): string[] {
  if (before === after) return [];
  if (before === undefined) return [`${name} is new`];
  return [after === undefined ? `${name} is gone` : `${name} changed`];
}

/** Two causes at most. */
function inWords(causes: string[]): string {
  return causes.length > 2 ? `${causes[0]}, and ${causes.length - 1} more` : causes.join(', ');
}

/** The drifts as two columns, the file and the cause. */
export function formatStaleFiles(staleFiles: readonly StaleFile[]): string {
  return formatTable(staleFiles.map(({ path, cause }) => [path, cause]));
}

function parseManifest(text: string | undefined): Manifest | undefined {
  try {
    const { tools, code } = JSON.parse(text ?? '') as Partial<Manifest>;
    return tools === undefined || code === undefined ? undefined : { tools, code };
  } catch {
    return;
  }
}
