import { expect, test } from 'vitest';
import type { TaskEnd } from './task-ends.ts';
import { runTasks } from './turbo.ts';

test('each task that turbo runs is reported as it ends', async () => {
  const ends: TaskEnd[] = [];
  const outcomes = await runTasks(['@truework-legacy/spec#lint'], (end) => ends.push(end));
  expect(outcomes.map(({ id, exitCode }) => [id, exitCode])).toEqual([['@truework-legacy/spec#lint', 0]]);
  expect(ends).toEqual(outcomes.map(({ id, cached }) => ({ id, result: cached ? 'cached' : 'done' })));
});
