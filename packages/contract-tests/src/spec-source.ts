import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesIn } from '@truework-legacy/spec/document';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** Where the spec is written. */
export const specFolder = fileURLToPath(
  new URL('..', import.meta.resolve('@truework-legacy/spec/openapi.json')),
);
const root = dirname(specFolder);

interface File {
  readonly path: string;
  readonly root: Node | null;
  readonly lines: LineCounter;
}

const files = new Map<string, File>();

/**
 * Where a location of the bundled spec is written.
 *
 * @param pointer - A JSON pointer into the bundle, such as `#/components/schemas/Money/properties/amount/pattern`, or after the name of
 * another file.
 * @returns File and line, such as `spec/components/schemas/Money.yaml:9`; of a location that is gone, the nearest one around it.
 */
export function specSource(pointer: string): string {
  const [name, inside] = pointer.split('#');
  const tokens = namesIn(`#${inside}`);
  let file = open(join(specFolder, name || 'openapi.yaml'));
  if (tokens[0] === 'components' && tokens[2] !== undefined) {
    const path = join('components', tokens[1] ?? '', `${tokens[2]}.yaml`);
    const component = [dirname(file.path), specFolder].map((it) => join(it, path)).find(existsSync);
    if (component !== undefined) {
      file = open(component);
      tokens.splice(0, 3);
    }
  }
  let node = file.root;
  let line = 1;
  for (const token of tokens) {
    const reference = isMap(node) ? node.get('$ref') : undefined;
    if (token !== '$ref' && typeof reference === 'string' && !reference.startsWith('#')) {
      file = open(join(dirname(file.path), reference));
      node = file.root;
      line = 1;
    }
    const found = step(node, token);
    if (found === undefined) break;
    node = found.value;
    line = file.lines.linePos(found.offset).line;
  }
  return `${relative(root, file.path)}:${line}`;
}

function step(node: Node | null, token: string): { value: Node | null; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
    const offset = (pair?.key as Node | undefined)?.range?.[0];
    return pair === undefined || offset === undefined
      ? undefined
      : { value: pair.value as Node | null, offset };
  }
  const item = isSeq(node) ? (node.items[Number(token)] as Node | undefined) : undefined;
  return item?.range ? { value: item, offset: item.range[0] } : undefined;
}

function open(path: string): File {
  const known = files.get(path);
  if (known !== undefined) return known;
  const lines = new LineCounter();
  const opened = {
    path,
    root: parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines }).contents,
    lines,
  };
  files.set(path, opened);
  return opened;
}
