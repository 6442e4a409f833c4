import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';
import { buildPackages } from './run/build-packages.ts';

// Builds what benches measure as built, what importing costs and how soon a command is ready, and hands the terminal to the bench.

try {
  await buildPackages(['client', 'migrate', 'zod', 'sandbox'], 'Building what is measured');
  const bench = join(root, 'packages/bench/src/bench.ts');
  const args = ['--conditions=@truework-legacy/source', bench, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
