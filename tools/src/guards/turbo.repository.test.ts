import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

interface Plan {
  tasks: { taskId: string; inputs: Record<string, string> }[];
}

test('the guards of the repository run anew when any file that git keeps changes, and for no other', () => {
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const args = [turbo, 'run', 'test:repository', '--dry=json'];
  const plan = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as Plan;
  expect(plan.tasks.map(({ taskId }) => taskId)).toEqual(['//#test:repository']);
  expect(Object.keys(plan.tasks[0]?.inputs ?? {}).sort()).toEqual(repositoryFiles());
});

test('what a test takes from the environment changes the hash of its task', () => {
  const turbo = readFileSync(join(root, 'turbo.json'), 'utf8');
  // Every process has the one, and the mutation sets the other, without turbo.
  const known = ['PATH', 'MUTANT'];
  const unknown = repositoryFiles()
    .filter((file) => /^(spec|packages)\/.*\.test\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/process\.env(?:\.|\[')(\w+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !known.includes(name) && !turbo.includes(`"${name}"`))
        .map((name) => `${file} reads ${name}: name it in the "env" of its task in turbo.json`),
    );
  expect(unknown).toEqual([]);
});
