import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './published.ts';
import { run } from './run.ts';

/** Programs other than Node.js that run JavaScript: absolute paths. */
export interface Engines {
  readonly deno: string;
  readonly bun: string;
  /** What Cloudflare's workers run on. */
  readonly workerd: string;
}

const versions = { deno: '2.9.6', bun: '1.4.5', workerd: '1.20261117.1' };

/** The ends of the names of the packages that hold a program for one platform, and nothing else. */
const builds: Readonly<Record<string, Engines>> = {
  'linux-x64': { deno: 'linux-x64-glibc', bun: 'linux-x64-baseline', workerd: 'linux-64' },
  'linux-arm64': { deno: 'linux-arm64-glibc', bun: 'linux-aarch64', workerd: 'linux-arm64' },
  'darwin-x64': { deno: 'darwin-x64', bun: 'darwin-x64-baseline', workerd: 'darwin-64' },
  'darwin-arm64': { deno: 'darwin-arm64', bun: 'darwin-aarch64', workerd: 'darwin-arm64' },
  'win32-x64': { deno: 'win32-x64', bun: 'windows-x64-baseline', workerd: 'windows-64' },
};

/**
 * Deno, Bun and workerd from npm, kept in `.toolchain/` beside what the bootstrap brings.
 *
 * @throws Where they are not there and npm cannot bring them.
 */
export async function findEngines(): Promise<Engines> {
  const platform = `${process.platform}-${process.arch}`;
  const build = builds[platform];
  if (build === undefined) throw new Error(`Deno, Bun and workerd are not all made for ${platform}.`);
  const folder = join(root, '.toolchain/engines');
  const packages = {
    deno: `@deno/${build.deno}`,
    bun: `@oven/bun-${build.bun}`,
    workerd: `@cloudflare/workerd-${build.workerd}`,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  const wanted = Object.entries(packages).map(([name, of]) => `${of}@${versions[name as keyof Engines]}`);
  await run('npm', ['install', '--prefix', folder, ...flags, ...wanted], root);
  const end = process.platform === 'win32' ? '.exe' : '';
  const within = join(folder, 'node_modules');
  return {
    deno: join(within, packages.deno, `deno${end}`),
    bun: join(within, packages.bun, 'bin', `bun${end}`),
    workerd: join(within, packages.workerd, 'bin', `workerd${end}`),
  };
}
