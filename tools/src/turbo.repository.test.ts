import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptFiles } from './kept-files.ts';
import { root } from './paths.ts';

interface Plan {
  tasks: { taskId: string; inputs: Record<string, string> }[];
}

test('the guards of the repository run anew when any file that git keeps changes, and for no other', () => {
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const args = [turbo, 'run', 'test:repository', '--dry=json'];
  const plan = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as Plan;
  expect(plan.tasks.map(({ taskId }) => taskId)).toEqual(['//#test:repository']);
  expect(Object.keys(plan.tasks[0]?.inputs ?? {}).sort()).toEqual(keptFiles());
});
