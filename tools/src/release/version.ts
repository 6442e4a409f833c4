import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { installFromNpm } from './install-lines.ts';
import { publishedPackages } from './published-packages.ts';

// The changesets become versions and changelogs. A release is approved with the pull request of this.
execFileSync(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], {
  cwd: root,
  stdio: 'inherit',
});
for (const { folder } of [{ folder: '.' }, ...publishedPackages]) {
  const path = join(root, folder, 'README.md');
  writeFileSync(path, installFromNpm(readFileSync(path, 'utf8')));
}
