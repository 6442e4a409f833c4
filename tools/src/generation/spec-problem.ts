import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';

/** Something in the spec that nothing can be generated from. */
export class SpecProblem extends Error {
  /** The way to it from the root of the bundled document. */
  readonly path: readonly string[];

  /** @param message - What is wrong, and what to write instead. */
  constructor(path: readonly string[], message: string) {
    super(message);
    this.path = path;
  }
}

/**
 * The message of a problem, with the file and the line that it is about.
 *
 * @param specFolder - The spec's sources.
 */
export function describeProblem(problem: SpecProblem, specFolder: string): string {
  const { file, path } = sourceOf(problem.path, specFolder);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(specFolder, file), 'utf8'), { lineCounter: lines });
  const { line } = lines.linePos(offsetOf(document, path));
  return `spec/${file}:${line}: ${problem.message}`;
}

/** The file that a part of the bundle comes from, and the way to the part in it. Components and paths have files of their own. */
function sourceOf(path: readonly string[], specFolder: string): { file: string; path: readonly string[] } {
  const [root, kind = '', name = '', ...rest] = path;
  const files =
    root === 'components'
      ? [{ file: `components/${kind}/${name}.yaml`, path: rest }]
      : [{ file: `${root}/${kind.replace(/^\/|\/$/g, '').replaceAll('/', '_')}.yaml`, path: path.slice(2) }];
  const own = files.find(({ file }) => existsSync(join(specFolder, file)));
  return own ?? { file: 'openapi.yaml', path };
}

/** Where the deepest part of the way begins that is in this file: a reference leads out of it. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true) as
      | { items?: { key?: { value: unknown; range: [number] } }[] }
      | undefined;
    const key = parent?.items?.find((pair) => String(pair.key?.value) === path[length - 1])?.key;
    if (key) return key.range[0];
  }
  return 0;
}
