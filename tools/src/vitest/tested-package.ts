import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';

/** A package, and what turbo hashes for its tests. */
export interface TestedPackage {
  /** From the repository. */
  folder: string;
  /** Folders of the packages of this repository that it depends on, directly or through others. */
  dependencies: string[];
  /** What turbo.json adds, for this package or for every task: globs from the repository. */
  inputs: string[];
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What turbo hashes for the tests in a folder, by its package.json and turbo.json. */
export function testedPackage(folder: string): TestedPackage {
  const { name } = manifestOf(folder);
  const { globalDependencies, tasks } = turboSettings();
  const inputs = (tasks[`${name}#test`] ?? tasks['test'])?.inputs ?? [];
  return {
    folder,
    dependencies: dependenciesOf(folder, new Set()),
    inputs: [
      ...globalDependencies,
      ...inputs
        .filter((input) => input.startsWith('$TURBO_ROOT$/'))
        .map((input) => input.replace('$TURBO_ROOT$/', '')),
    ],
  };
}

interface TurboSettings {
  globalDependencies: string[];
  tasks: Record<string, { inputs?: string[] }>;
}

function dependenciesOf(folder: string, seen: Set<string>): string[] {
  const { dependencies, devDependencies } = manifestOf(folder);
  const names = Object.keys({ ...dependencies, ...devDependencies });
  for (const found of packageFolders().filter((it) => names.includes(manifestOf(it).name))) {
    if (seen.has(found)) continue;
    seen.add(found);
    dependenciesOf(found, seen);
  }
  return [...seen].sort();
}

function packageFolders(): string[] {
  return ['spec', 'tools', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)].filter(
    (folder) => existsSync(join(root, folder, 'package.json')),
  );
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

function turboSettings(): TurboSettings {
  // JSON with comments, which have lines of their own.
  const json = readFileSync(join(root, 'turbo.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
  return JSON.parse(json) as TurboSettings;
}
