import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from './repository-files.ts';

test('the files are those that git names, and without git they are the same', () => {
  const files = repositoryFiles();
  expect(files).toEqual(
    expect.arrayContaining(['.gitignore', '.github/workflows/ci.yml', 'tools/bootstrap.cjs']),
  );
  expect(files.filter((file) => file.includes('node_modules/'))).toEqual([]);
  // Windows cannot check these out.
  expect(files.filter((file) => /[<>:"|?*\\]|[ .]$/.test(file))).toEqual([]);
  // A download has no history, and is right about that.
  if (!existsSync(join(root, '.git'))) return;
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const named = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0').slice(0, -1);
  expect(files).toEqual(named.filter((file) => existsSync(join(root, file))).sort());
});
