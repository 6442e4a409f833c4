import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(new URL('../node_modules/typescript-compiler/bin/tsc', import.meta.url));

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  moduleDetection: 'force',
  allowImportingTsExtensions: true,
  types: [],
};

/** The errors of TypeScript, in strict mode, in files by name: `use.ts(2,41): error TS2339: …`. */
export async function typeErrorsIn(sources: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'truework-types-'));
  try {
    const config = JSON.stringify({ compilerOptions, files: Object.keys(sources) });
    for (const [file, text] of Object.entries({ ...sources, 'tsconfig.json': config }))
      await writeFile(join(folder, file), text);
    const printed = await run(folder);
    return printed.split('\n').filter((line) => line !== '');
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(cwd: string): Promise<string> {
  const args = [tsc, '--project', '.', '--pretty', 'false', '--checkers', '1'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd }, (error, stdout, stderr) => {
      // It exits with another code than 0 if it has found an error, which it prints.
      if (error === null || stdout !== '') resolve(stdout);
      else reject(new Error(`tsc failed:\n${stderr}`, { cause: error }));
    });
  });
}
