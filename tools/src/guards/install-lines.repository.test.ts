import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { installFromNpm } from '../release/install-lines.ts';
import { publishedPackages } from '../release/published-packages.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

/** Of a name of a package, not of a path. */
const installsByName =
  /\b(?:(?:npm|pnpm|yarn|bun|deno) (?:install|i|add|create|dlx|exec|x)|npx|bunx)\b.*[\s:]@truework-legacy\//;

const readmes = ['README.md', ...publishedPackages.map(({ folder }) => `${folder}/README.md`)];

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** `pnpm release:version` makes the first release, and rewrites the READMEs. */
const released = JSON.parse(read('packages/client/package.json')).version !== '0.0.0';

test('until the first release, no text says to install a package by name; from then on each README does', () => {
  expect('npm install @truework-legacy/client').toMatch(installsByName);
  const files = repositoryFiles().filter((file) => /\.(mdx?|sh)$/.test(file));
  const byName = files.filter((file) => installsByName.test(read(file)));
  if (released) expect(byName).toEqual(expect.arrayContaining(readmes));
  else expect(byName).toEqual([]);
});

test('the first release finds the installation lines of each README', () => {
  for (const file of readmes) expect(installFromNpm(read(file)), file).toMatch(installsByName);
});
