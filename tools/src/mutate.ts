import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';

// Hands the terminal to the mutation of the contract tests, and its exit code on.
const mutate = join(root, 'packages/contract-tests/mutation/mutate.ts');
const node = ['--conditions=@truework-legacy/source', mutate, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 2;
