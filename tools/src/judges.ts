import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';

// Hands the terminal to the judges of the contract tests, and their exit code on.
const judges = join(root, 'packages/contract-tests/judges/run-judges.ts');
const node = ['--conditions=@truework-legacy/source', judges, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 2;
