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
import { root } from './paths.ts';
import { repositoryFiles } from './repository-files.ts';

/** A copy of the repository for a test to change, with what is installed in the original. */
export interface RepositoryCopy {
  /** Absolute path. */
  folder: string;
  /** Runs a Node.js program of the copy there. */
  run(file: string, ...args: string[]): { code: number | null; output: string };
  /** Makes a repository of git out of it, with one commit on main. */
  commit(): void;
  git(...args: string[]): void;
  remove(): void;
}

/** Copies what git keeps of the repository. */
export function copyRepository(): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-copy-'));
  for (const file of repositoryFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  for (const path of ['.', 'spec', 'tools', ...packages].map((name) => join(name, 'node_modules'))) {
    if (existsSync(join(root, path))) linkInstalled(path, folder);
  }
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  const git = (...args: string[]) => {
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  };
  return {
    folder,
    run(file, ...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, file), ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
      return { code: status, output: stdout + stderr };
    },
    commit() {
      git('init', '--quiet', '--initial-branch', 'main');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'copy');
    },
    git,
    remove: () => rmSync(folder, { recursive: true }),
  };
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
