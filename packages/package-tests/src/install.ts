import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
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
 * Unpacks the packages, and lays what they depend on beside them: what the workspace has, so that no registry is asked. That npm installs
 * each of them is for install-from-checkout.test.ts to say.
 */
async function install(folder: string, tarballs: Record<string, string>): Promise<void> {
  const here = join(import.meta.dirname, '../node_modules');
  const modules = join(folder, 'node_modules');
  for (const name of ['client', 'zod', 'migrate', 'sandbox'].map((short) => `@truework-legacy/${short}`)) {
    await mkdir(join(modules, name), { recursive: true });
    const options = ['-C', join(modules, name), '--strip-components', '1'];
    await run('tar', ['-xzf', tarballs[name] ?? '', ...options], folder);
  }
  // A copy: declarations that the compiler writes name it, and could not name where a link leads.
  await cp(await realpath(join(here, 'zod')), join(modules, 'zod'), { recursive: true });
  const { dependencies = {} } = await readManifest(join(modules, '@truework-legacy/sandbox'));
  for (const name of Object.keys(dependencies)) {
    await link(join(root, 'packages/sandbox/node_modules', name), join(modules, name));
  }
  await link(join(here, '@types/node'), join(modules, '@types/node'));
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(await realpath(from), to, 'junction');
}
