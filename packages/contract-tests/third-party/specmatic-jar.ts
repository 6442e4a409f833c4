import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../mutation/mutant.ts';
import { CannotValidateError } from './validator.ts';

const pinned = join(import.meta.dirname, 'specmatic');

const { dependencies } = JSON.parse(readFileSync(join(pinned, 'manifest.json'), 'utf8')) as {
  dependencies: { specmatic: string };
};

/** The version that the manifest pins. The lockfile beside it has the hash. */
export const specmaticVersion: string = dependencies.specmatic;

/**
 * Specmatic's jar. It is in no package of the workspace, because of its 85 MB: the first time, it is
 * downloaded into `.toolchain/`.
 *
 * @throws {@link CannotValidateError} if it cannot be.
 */
export function jarFile(): string {
  const folder = join(root, '.toolchain', `specmatic-${specmaticVersion}`);
  const jar = join(folder, 'node_modules/specmatic/specmatic.jar');
  if (existsSync(jar)) return jar;
  console.log(`Downloading Specmatic ${specmaticVersion}, 85 MB, once.`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(pinned, 'manifest.json'), join(folder, 'package.json'));
  copyFileSync(join(pinned, 'pnpm-lock.yaml'), join(folder, 'pnpm-lock.yaml'));
  const { status, stdout, stderr, error } = spawnSync(
    'pnpm',
    ['install', '--ignore-workspace', '--frozen-lockfile'],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status === 0 && existsSync(jar)) return jar;
  const end = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n').slice(-8).join('\n');
  throw new CannotValidateError(
    `Specmatic could not be downloaded. The first run needs a network; without one, name the other validators: pnpm third-party prism respect. pnpm said:\n${end}`,
  );
}
