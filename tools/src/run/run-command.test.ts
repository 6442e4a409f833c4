import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';
import type { TaskEnd } from './task-ends.ts';
import { readLog } from './turbo.ts';

test('a command that fails keeps what it printed, on both streams', async () => {
  const ends: TaskEnd[] = [];
  const outcome = await runCommand('check:misuse', ['generate.ts', '--no-such-option'], (end) =>
    ends.push(end),
  );
  expect(ends).toEqual([{ id: outcome.id, result: 'failed' }]);
  expect(outcome).toMatchObject({ id: '@truework-legacy/tools#check:misuse', exitCode: 2, cached: false });
  expect(await readLog(outcome)).toContain('Usage: pnpm generate');
});

test('one that passes exits with 0', async () => {
  const ends: TaskEnd[] = [];
  const outcome = await runCommand('check:help', ['generate.ts', '--help'], (end) => ends.push(end));
  expect(outcome).toMatchObject({ exitCode: 0, folder: 'tools' });
  expect(ends).toEqual([{ id: outcome.id, result: 'done' }]);
});
