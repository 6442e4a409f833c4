import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { published, root } from './published.ts';
import { readManifest } from './read-manifest.ts';
import { run } from './run.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Absolute path of each package's tarball, by the package's name. */
    tarballs: Record<string, string>;
    /** Folder outside of the workspace in which all of them are installed. */
    installed: string;
  }
}

/** Packs what is published as each README says, and installs it outside of the workspace. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await run('npm', ['run', 'pack'], root);
  const tarballs = Object.fromEntries(
    published.map(({ name }) => [name, join(root, 'packed', `${name.replace(/.*\//, '')}.tgz`)]),
  );
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'truework-legacy-installed-')));
  const remove = () => rm(folder, { recursive: true });
  try {
    await install(folder, tarballs);
    project.provide('tarballs', tarballs);
    project.provide('installed', folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

/**
 * Client, validators and migrate with npm, as users do, without a registry: the one package that they ask for is packed from here.
 * The sandbox has dependencies, so it is unpacked, and linked to the packages that the workspace has.
 */
async function install(folder: string, tarballs: Record<string, string>): Promise<void> {
  const here = join(import.meta.dirname, '../node_modules');
  const zod = join(folder, 'zod.tgz');
  await run('pnpm', ['pack', '--out', zod], await realpath(join(here, 'zod')));
  const own = ['client', 'zod', 'migrate'].map((name) => tarballs[`@truework-legacy/${name}`] ?? '');
  const wanted = [...own, zod];
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  await run('npm', ['install', '--prefix', folder, ...flags, ...wanted], folder);

  const sandbox = join(folder, 'node_modules/@truework-legacy/sandbox');
  await mkdir(sandbox, { recursive: true });
  const tarball = tarballs['@truework-legacy/sandbox'] ?? '';
  await run('tar', ['-xzf', tarball, '-C', sandbox, '--strip-components', '1'], folder);
  const { dependencies = {} } = await readManifest(sandbox);
  for (const name of Object.keys(dependencies)) {
    await link(join(root, 'packages/sandbox/node_modules', name), join(folder, 'node_modules', name));
  }
  await link(join(here, '@types/node'), join(folder, 'node_modules/@types/node'));
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(await realpath(from), to, 'junction');
}
