import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';
import { publishedPackages } from './release/published-packages.ts';
import { buildPackages } from './run/build-packages.ts';

// Builds what users install, and packs each package into `packed/`.

try {
  await buildPackages(
    publishedPackages.map(({ name }) => name),
    'Building the packages',
  );
  mkdirSync(join(root, 'packed'), { recursive: true });
  for (const { name, folder } of publishedPackages) {
    // The name has no version, so that a README can use it.
    const tarball = join(root, 'packed', `${name}.tgz`);
    const options = { cwd: join(root, folder), shell: process.platform === 'win32' };
    // Turbo has built it: `prepack`, which is for others, would build it again.
    execFileSync('pnpm', ['pack', '--config.ignore-scripts=true', '--out', tarball], options);
    console.log(tarball);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
