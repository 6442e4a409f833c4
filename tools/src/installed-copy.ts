import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.ts';
import { repositoryFiles } from './repository-files.ts';

/**
 * Copies what git keeps of the repository, installs it there, and commits it on main: a clone of what is in this folder now.
 *
 * @param folder - Does not exist yet.
 * @param env - The environment of what is run.
 */
export function makeInstalledCopy(folder: string, env: NodeJS.ProcessEnv): void {
  for (const file of repositoryFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const options = { cwd: folder, env, stdio: 'pipe' } as const;
  execFileSync('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], options);
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main'], options);
  commitAll(folder, 'copy');
}

/** Commits all changes of a copy. */
export function commitAll(folder: string, message: string): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', ['add', '--all'], { cwd: folder });
  execFileSync('git', [...identity, 'commit', '--quiet', '--message', message], { cwd: folder });
}
