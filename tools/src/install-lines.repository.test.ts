import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './paths.ts';
import { repositoryFiles } from './repository-files.ts';

/** Of a name of a package, not of a path. */
const installsByName =
  /\b(?:(?:npm|pnpm|yarn|bun|deno) (?:install|i|add|create|dlx|exec|x)|npx|bunx)\b.*[\s:]@truework-legacy\//;

test('no text says to install a package from a scope that nobody owns', () => {
  expect('npm install @truework-legacy/client').toMatch(installsByName);
  const files = repositoryFiles().filter((file) => /\.(mdx?|sh)$/.test(file));
  expect(files).toContain('README.md');
  expect(files.filter((file) => installsByName.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
