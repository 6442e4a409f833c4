import type { GeneratedTree } from './generated-tree.ts';
import { digest, type Manifest } from './generation/generate-all.ts';
import { manifestPath } from './paths.ts';
import { formatTable } from './table.ts';

/** A generated file that is not what the spec asks for, and why. */
export interface Drift {
  path: string;
  cause: string;
}

/**
 * The differences between what is there and what a generation would write, both ways.
 *
 * @param present - What is there, see `readTree`.
 * @param fresh - What a generation would write.
 */
export function findDrift(present: GeneratedTree, fresh: GeneratedTree): Drift[] {
  const before = parseManifest(present.get(manifestPath));
  const now = parseManifest(fresh.get(manifestPath));
  const paths = [...new Set([...present.keys(), ...fresh.keys()])].sort();
  const drifts = paths
    .filter((path) => present.get(path) !== fresh.get(path))
    .map((path): Drift => ({ path, cause: causeOf(path, present, fresh, before, now) }));
  // The manifest differs whenever anything does; it is news only where it differs alone.
  return drifts.length > 1 ? drifts.filter(({ path }) => path !== manifestPath) : drifts;
}

function causeOf(
  path: string,
  present: GeneratedTree,
  fresh: GeneratedTree,
  before: Manifest,
  now: Manifest,
): string {
  const text = present.get(path);
  if (!fresh.has(path)) return 'no generation writes this file: it is left over, or was added by hand';
  const changed = changedInputs(before, now);
  if (text === undefined) {
    return path in before.outputs ? 'it was deleted' : ['it is new', ...changed].join(', ');
  }
  if (path !== manifestPath && before.outputs[path] !== digest(text)) return 'it was edited by hand';
  return changed.length === 0 ? 'it was generated from other inputs' : changed.join(', ');
}

/** What differs between the inputs of two generations, in words: two at most, examples last. */
function changedInputs(before: Manifest, now: Manifest): string[] {
  if (Object.keys(before.inputs).length === 0) return [];
  const words: string[] = [];
  for (const path of [...new Set([...Object.keys(before.inputs), ...Object.keys(now.inputs)])].sort(
    examplesLast,
  )) {
    if (before.inputs[path] === now.inputs[path]) continue;
    if (before.inputs[path] === undefined) words.push(`${path} is new`);
    else if (now.inputs[path] === undefined) words.push(`${path} is gone`);
    else words.push(`${path} changed`);
  }
  for (const [tool, version] of Object.entries(now.tools)) {
    if (before.tools[tool] !== version) words.push(`${tool} is now ${version}`);
  }
  return words.length > 2 ? [...words.slice(0, 1), `and ${words.length - 1} more inputs`] : words;
}

function examplesLast(a: string, b: string): number {
  const rank = (path: string) => (path.includes('/examples/') ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** The drifts as two columns, the file and the cause. */
export function formatDrifts(drifts: readonly Drift[]): string {
  return formatTable(drifts.map(({ path, cause }) => [path, cause]));
}

/** An empty manifest stands for one that is missing or that nobody can read. */
function parseManifest(text: string | undefined): Manifest {
  try {
    const { tools, inputs, outputs } = JSON.parse(text ?? '{}') as Partial<Manifest>;
    return { tools: tools ?? {}, inputs: inputs ?? {}, outputs: outputs ?? {} };
  } catch {
    return { tools: {}, inputs: {}, outputs: {} };
  }
}
