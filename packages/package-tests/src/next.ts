import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './published.ts';
import { run } from './run.ts';

const versions = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };

/** An application of Next.js on this machine. */
export interface NextApplication {
  /** Absolute path. What it builds is in `.next` there. */
  readonly folder: string;
  /** @throws With all that it printed, if the build fails. */
  build(environment: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Lays an application beside a Next.js from npm, which is kept in `.toolchain/`: its bundler reads no package that is linked from
 * elsewhere.
 *
 * @param source - The application's files.
 * @param client - The client's tarball.
 * @throws If Next.js is not there and npm cannot bring it.
 */
export async function layNextApplication(source: string, client: string): Promise<NextApplication> {
  const home = join(root, '.toolchain/next');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  const wanted = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  await run('npm', ['install', '--prefix', home, ...flags, ...wanted], root);

  const folder = join(home, 'application');
  const packed = join(folder, 'node_modules/@truework-legacy/client');
  await rm(folder, { recursive: true, force: true });
  await cp(source, folder, { recursive: true });
  await mkdir(packed, { recursive: true });
  await run('tar', ['-xzf', client, '-C', packed, '--strip-components', '1'], folder);
  const program = join(home, 'node_modules/next/dist/bin/next');
  return {
    folder,
    async build(environment) {
      await run(process.execPath, [program, 'build'], folder, {
        ...environment,
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
      });
    },
  };
}
