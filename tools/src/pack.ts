import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';
import { publishedPackages } from './release/published-packages.ts';
import { clearProgress, showProgress, showStageEnd } from './run/progress.ts';
import { readLog, runTasks } from './run/turbo.ts';

/** Builds what users install and packs each package into `packed/`. @returns The exit code. */
async function main(): Promise<number> {
  showProgress('Building the packages');
  const outcomes = await runTasks(
    publishedPackages.map(({ name }) => `@truework-legacy/${name}#build`),
    showStageEnd,
  );
  clearProgress();
  const failed = outcomes.find(({ exitCode }) => exitCode !== 0);
  if (failed !== undefined) {
    console.error(`${failed.id} failed:\n\n${await readLog(failed)}`);
    return 1;
  }
  mkdirSync(join(root, 'packed'), { recursive: true });
  for (const { name, folder } of publishedPackages) {
    // The name has no version, so that a README can use it.
    const tarball = join(root, 'packed', `${name}.tgz`);
    const options = { cwd: join(root, folder), shell: process.platform === 'win32' };
    // Turbo has built it: `prepack`, which is for others, would build it again.
    execFileSync('pnpm', ['pack', '--config.ignore-scripts=true', '--out', tarball], options);
    console.log(tarball);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  clearProgress();
  console.error((error as Error).message);
  process.exitCode = 1;
}
