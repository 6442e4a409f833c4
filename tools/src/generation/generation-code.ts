import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { root } from '../paths.ts';

/** What decides, beside the spec, what is generated: versions of tools, and digests of code by path from the repository. */
export interface Manifest {
  tools: Record<string, string>;
  code: Record<string, string>;
}

/** What the generation runs with now. */
export function currentManifest(): Manifest {
  const code = codeDigests(join(import.meta.dirname, 'generate-all.ts'));
  return { tools: toolVersions(), code: { ...code, 'biome.json': formatDigest() } };
}

/** Of how biome lays out, without its rules. */
function formatDigest(): string {
  const { formatter, javascript } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  return digestOf(JSON.stringify([formatter, javascript]));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Digests of a module and of all modules in this repository that it imports, directly or through others. */
export function codeDigests(entry: string): Record<string, string> {
  const texts = new Map<string, string>();
  const visit = (file: string) => {
    if (texts.has(file)) return;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const imported = resolveOwn(fileName, file);
      if (imported !== undefined) visit(imported);
    }
  };
  visit(realpathSync(entry));
  const digests = [...texts].map(([file, text]): [string, string] => [
    relative(realpathSync(root), file).replaceAll(sep, '/'),
    digestOf(text),
  ]);
  return Object.fromEntries(digests.sort());
}

/** The file that an import leads to, unless it is installed or belongs to Node.js. */
function resolveOwn(specifier: string, importer: string): string | undefined {
  if (!/^\.|^@truework-legacy\//.test(specifier)) return;
  return realpathSync(createRequire(importer).resolve(specifier));
}

function toolVersions(): Record<string, string> {
  const read = (path: string) => JSON.parse(readFileSync(join(root, 'tools', path), 'utf8'));
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  const installed = Object.keys(dependencies).filter((name) => !name.startsWith('@truework-legacy/'));
  return Object.fromEntries(
    installed.sort().map((name) => [name, read(join('node_modules', name, 'package.json')).version]),
  );
}
