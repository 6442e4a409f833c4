import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from '../paths.ts';
import { repositoryFiles } from './repository-files.ts';

/** A copy of the repository for a test to change, with what is installed in the original. */
export interface RepositoryCopy {
  /** Absolute path. */
  folder: string;
  /** Runs a Node.js program of the copy there. */
  run(file: string, ...args: string[]): { code: number | null; output: string };
  git(...args: string[]): void;
  remove(): void;
}

/** Copies what git keeps of the repository, and links what is installed. */
export function copyRepository(): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-copy-'));
  copyFiles(folder);
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  for (const path of ['.', 'spec', 'tools', ...packages].map((name) => join(name, 'node_modules'))) {
    if (existsSync(join(root, path))) linkInstalled(path, folder);
  }
  return {
    folder,
    run(file, ...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, file), ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
      return { code: status, output: stdout + stderr };
    },
    git: (...args) => git(folder, ...args),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/**
 * Copies what git keeps of the repository, installs it there, and commits it on main: a clone of what is in this folder now.
 *
 * @param folder - Does not exist yet.
 * @param env - The environment of the installation.
 */
export function cloneRepository(folder: string, env = process.env): void {
  copyFiles(folder);
  const args = ['install', '--frozen-lockfile', '--prefer-offline'];
  execFileSync('pnpm', args, { cwd: folder, env, stdio: 'pipe' });
  makeHistory(folder);
}

/** Makes a repository of git out of a copy, with one commit on main. */
export function makeHistory(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commitAll(folder, 'copy');
}

/** Commits all changes of a copy. */
export function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

function git(folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
}

function copyFiles(folder: string): void {
  for (const file of repositoryFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
}

/** Links what is installed in a folder of the original. The packages of the repository itself are those of the copy. */
function linkInstalled(path: string, copy: string): void {
  const own = '@truework-legacy';
  mkdirSync(join(copy, path), { recursive: true });
  for (const name of readdirSync(join(root, path)).filter((entry) => entry !== own)) {
    symlinkSync(join(root, path, name), join(copy, path, name), 'junction');
  }
  if (!existsSync(join(root, path, own))) return;
  mkdirSync(join(copy, path, own));
  for (const name of readdirSync(join(root, path, own))) {
    const folder = relative(realpathSync(root), realpathSync(join(root, path, own, name)));
    symlinkSync(join(copy, folder), join(copy, path, own, name), 'junction');
  }
}
