import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, matchesGlob, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whose tests run. */
    testedPackage: TestedPackage;
  }
}

/** A package whose tests read nothing but what turbo hashes for them. */
export interface TestedPackage {
  /** From the repository. */
  folder: string;
  /** What turbo.json adds to the package's own files: globs from the repository. */
  inputs: string[];
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const root = resolve(import.meta.dirname, '../..');
const guarded = Symbol.for('truework-legacy.test-inputs');

/**
 * Whether the tests of a package run anew when a file changes, by turbo.json: it belongs to the package or to one that
 * it depends on, or is among the inputs. What is installed or built has inputs of its own.
 *
 * @param path - From the repository.
 */
export function isInput(path: string, { folder, inputs }: TestedPackage): boolean {
  // The folder itself is listed by programs that look for their settings.
  if (path === '' || path.startsWith('..') || written.test(path)) return true;
  if (isWithin(folder, path) || [...globalInputs, ...inputs].some((glob) => matchesGlob(path, glob)))
    return true;
  const isOfDependency = dependenciesOf(folder).some((it) => isWithin(it, path));
  return isOfDependency && !/\.test\.ts$|(^|\/)README\.md$/.test(path);
}

/** What is installed, built, or left behind by programs. */
const written = /(^|\/)(node_modules|dist|\.toolchain|\.generated|\.turbo|test-results)(\/|$)/;

/** What turbo hashes for every task. */
const globalInputs = ['tsconfig.base.json', 'pnpm-lock.yaml'];

const known = new Map<string, string[]>();

/** The folders of the packages of this repository that one depends on, directly or through others. */
function dependenciesOf(folder: string): string[] {
  const found = known.get(folder) ?? [];
  if (known.has(folder)) return found;
  known.set(folder, found);
  const { dependencies, devDependencies } = manifestOf(folder);
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const target = folders.find((it) => manifestOf(it).name === name);
    if (target !== undefined && target !== folder) found.push(target, ...dependenciesOf(target));
  }
  return found;
}

const readText = fs.readFileSync;
const list = fs.readdirSync;
const isThere = fs.existsSync;
const folders = ['spec', 'tools', ...list(join(root, 'packages')).map((name) => `packages/${name}`)].filter(
  (folder) => isThere(join(root, folder, 'package.json')),
);

function manifestOf(folder: string): Manifest {
  return JSON.parse(readText(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Has every read of a file that is no input fail: a test that reads it would keep passing from the cache. */
export function guardReads(tested: TestedPackage): void {
  const check = (file: unknown) => {
    const path = pathOf(file);
    if (path === undefined) return;
    const place = relative(root, path).replaceAll(sep, '/');
    if (isInput(place, tested)) return;
    throw new Error(
      `A test of ${tested.folder} reads ${place}, which is no input of its task in turbo.json: it would pass from the cache whatever becomes of the file. Name the test *.repository.test.ts, or add the file to the inputs.`,
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

const state = globalThis as { [guarded]?: boolean };
if (!state[guarded]) {
  state[guarded] = true;
  guardReads(inject('testedPackage'));
}
