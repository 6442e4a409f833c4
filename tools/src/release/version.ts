import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { installFromNpm } from './install-lines.ts';
import { publishedPackages } from './published-packages.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

// Before the first release, changesets report changes to what nobody had. Its changelog is one changeset.
if (JSON.parse(read('packages/client/package.json')).version === '0.0.0') {
  for (const file of readdirSync(join(root, '.changeset'))) {
    if (file.endsWith('.md') && file !== 'first-release.md') rmSync(join(root, '.changeset', file));
  }
}
// The changesets become versions and changelogs. A release is approved with the pull request of this.
execFileSync(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], {
  cwd: root,
  stdio: 'inherit',
});
for (const { folder } of [{ folder: '.' }, ...publishedPackages]) {
  const path = join(folder, 'README.md');
  writeFileSync(join(root, path), installFromNpm(read(path)));
}
