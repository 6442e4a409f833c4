import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { matchesGlob, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { TestedPackage } from './tested-package.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whose tests run. */
    testedPackage: TestedPackage;
  }
}

const root = resolve(import.meta.dirname, '../../..');

/** What is installed, built, or left behind by programs. It has inputs of its own. */
const written = /(^|\/)(node_modules|dist|\.toolchain|\.generated|\.turbo|test-results|packed)(\/|$)/;

/**
 * Whether the tests of a package run anew when a file changes.
 *
 * @param path - From the repository.
 */
export function isInput(path: string, { folder, dependencies, inputs }: TestedPackage): boolean {
  // The repository itself is listed by programs that look for their settings.
  if (path === '' || path.startsWith('..') || written.test(path)) return true;
  if (isWithin(folder, path)) return true;
  // Turbo hashes what the lockfile says of each package.
  if (['pnpm-lock.yaml', ...inputs].some((glob) => matchesGlob(path, glob))) return true;
  const isOfDependency = dependencies.some((it) => isWithin(it, path));
  return isOfDependency && !/\.test\.ts$|(^|\/)README\.md$/.test(path);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Makes every read of a file that is not an input fail: a test that reads it would keep passing from the cache. */
function guardReads(tested: TestedPackage): void {
  const check = (file: unknown) => {
    const path = pathOf(file);
    if (path === undefined) return;
    const location = relative(root, path).replaceAll(sep, '/');
    if (isInput(location, tested)) return;
    throw new Error(
      `A test of ${tested.folder} reads ${location}, which is not an input of its task in turbo.json: the test would pass from the cache whatever becomes of the file. Name the test *.repository.test.ts, or add the file to the inputs.`,
    );
  };
  const guard = <T extends object>(module: T, names: readonly (keyof T)[]) => {
    for (const name of names) {
      const original = module[name] as (...args: unknown[]) => unknown;
      const wrapped = (...args: unknown[]) => {
        check(args[0]);
        return original.apply(module, args);
      };
      module[name] = Object.assign(wrapped, original) as T[keyof T];
    }
  };
  guard(fs, [
    'readFileSync',
    'readFile',
    'readdirSync',
    'readdir',
    'createReadStream',
    'copyFileSync',
    'cpSync',
  ]);
  guard(fs.promises, ['readFile', 'readdir', 'copyFile', 'cp']);
  syncBuiltinESMExports();
}

function pathOf(file: unknown): string | undefined {
  if (typeof file === 'string') return resolve(file);
  return file instanceof URL && file.protocol === 'file:' ? fileURLToPath(file) : undefined;
}

// Without isolation, the files of a project share one process.
const guarded = Symbol.for('truework-legacy.test-inputs');
const shared = globalThis as { [guarded]?: boolean };
if (!shared[guarded]) guardReads(inject('testedPackage'));
shared[guarded] = true;
