import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../paths.ts';
import type { GeneratedTree } from './generated-tree.ts';

const run = promisify(execFile);
const biome = join(import.meta.dirname, '../../node_modules/@biomejs/biome/bin/biome');

/**
 * Reads all generated TypeScript before any of it is written, and lays it out as the written one is.
 *
 * @param temporaryFolder - Where files may be written.
 * @throws If a file is empty or is not TypeScript: with the file, the line and what is wrong.
 */
export async function formatTypeScript(files: GeneratedTree, temporaryFolder: string): Promise<void> {
  // Below no folder that is called generated, which biome passes over.
  const folder = join(temporaryFolder, 'format');
  const paths = [...files.keys()].filter((path) => path.endsWith('.ts'));
  const at = (path: string) => join(folder, path.replace('/generated/', '/written/'));
  for (const path of paths) {
    const text = files.get(path) ?? '';
    if (text.trim() === '') throw new Error(`${unreadable}\n\n${path}: it is empty`);
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  }
  const args = ['format', '--write', `--config-path=${root}`, '--vcs-enabled=false', '--colors=off', '.'];
  try {
    await run(process.execPath, [biome, ...args], { cwd: folder });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    const found = `${stdout}${stderr}`
      .replaceAll('/written/', '/generated/')
      .split('\n', mostLines)
      .join('\n');
    throw new Error(`${unreadable}\n\n${found.trim()}`);
  }
  for (const path of paths.filter((it) => !isReadByLines(it))) {
    files.set(path, await readFile(at(path), 'utf8'));
  }
}

/** What follows from the first mistakes helps nobody. */
const mostLines = 40;

const unreadable =
  'What was generated cannot be read, so nothing is written. Something in the spec is new to the generation, or its code is wrong: see tools/src/generation.';

/** Where a field or a comparison is on one line, however long: the mutation works line by line. */
function isReadByLines(path: string): boolean {
  return /\/(mini-)?(request|response)\.gen\.ts$|\/type-equality\.gen\.ts$/.test(path);
}
