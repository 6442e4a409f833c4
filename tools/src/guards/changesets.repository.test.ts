import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { publishedPackages } from '../release/published-packages.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// A changeset that names no package of ours stops a release, long after it was written.

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = publishedPackages.map(({ name }) => `@truework-legacy/${name}`);

test('each changeset says of packages that are published how much changed, and what', () => {
  const wrong = repositoryFiles()
    .filter((file) => /^\.changeset\/.*\.md$/.test(file) && basename(file) !== 'README.md')
    .filter((file) => {
      const [, front = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(file)) ?? [];
      const lines = front.split('\n').map((line) => /^"(.+)": (?:major|minor|patch)$/.exec(line)?.[1] ?? '');
      // The site has what is said of the spec.
      if (/^(Spec corrected|Truework changed):/m.test(text) && !lines.includes('@truework-legacy/spec'))
        return true;
      return text.trim() === '' || lines.some((name) => !names.includes(name));
    });
  expect(wrong, 'These name another package or another kind of change, or say nothing').toEqual([]);
});

test('a release is public, and all packages have one version', () => {
  expect(JSON.parse(read('.changeset/config.json'))).toMatchObject({
    access: 'public',
    baseBranch: 'main',
    fixed: [['@truework-legacy/*']],
    ignore: [],
    privatePackages: { version: false, tag: false },
  });
});
