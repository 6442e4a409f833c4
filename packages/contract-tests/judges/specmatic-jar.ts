import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotJudgeError } from './judge.ts';

const folder = join(import.meta.dirname, 'specmatic');
const jar = join(folder, 'node_modules/specmatic/specmatic.jar');

const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  dependencies: { specmatic: string };
};

/** The version that is pinned in the folder's package.json; its lockfile has the hash. */
export const specmaticVersion: string = dependencies.specmatic;

/**
 * Specmatic's jar. The first time, it is downloaded: it is in no package of the workspace, because of its 85
 * MB.
 *
 * @throws {@link CannotJudgeError} where it cannot be.
 */
export function jarFile(): string {
  if (existsSync(jar)) return jar;
  console.log(`Downloading Specmatic ${specmaticVersion}, 85 MB, once.`);
  const { status, stdout, stderr, error } = spawnSync(
    'pnpm',
    ['install', '--ignore-workspace', '--frozen-lockfile'],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status === 0 && existsSync(jar)) return jar;
  const end = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n').slice(-8).join('\n');
  throw new CannotJudgeError(`Specmatic could not be downloaded:\n${end}`);
}
