import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TaskEnd, taskEnds } from './task-ends.ts';

let ended: TaskEnd[];
let ends: ReturnType<typeof taskEnds>;

beforeEach(() => {
  vi.useFakeTimers();
  ended = [];
  ends = taskEnds((end) => ended.push(end));
});

afterEach(() => vi.useRealTimers());

test('a task that turbo ran, one whose result it had, and one of the root', () => {
  ends.read('@truework-legacy/client:build: cache hit, suppressing logs cb3ccd260aefe22a');
  ends.read('//:lint:code: cache miss, executing 0c1d17e00cf7f7f4');
  ends.read('@truework-legacy/docs:test:browser: cache bypass, force executing 71f2a460a82f31bc');
  vi.runAllTimers();
  expect(ended).toEqual([
    { id: '@truework-legacy/client#build', result: 'cached' },
    { id: '//#lint:code', result: 'done' },
    { id: '@truework-legacy/docs#test:browser', result: 'done' },
  ]);
});

test('one that failed is reported once, as failed', () => {
  ends.read('@truework-legacy/spec:lint: cache miss, executing 0c1d17e00cf7f7f4');
  ends.read('@truework-legacy/spec#lint:  WARNING  command finished with error, but continuing...');
  ends.read('@truework-legacy/spec#lint:  ERROR  command (/repo/spec) pnpm run lint exited (2)');
  vi.runAllTimers();
  ends.finish();
  expect(ended).toEqual([{ id: '@truework-legacy/spec#lint', result: 'failed' }]);
});

test('one that ended last is reported before the table', () => {
  ends.read('@truework-legacy/spec:lint: cache miss, executing 0c1d17e00cf7f7f4');
  expect(ended).toEqual([]);
  ends.finish();
  vi.runAllTimers();
  expect(ended).toEqual([{ id: '@truework-legacy/spec#lint', result: 'done' }]);
});

test("turbo's own lines, and those of CI, are passed over", () => {
  for (const line of [
    '   • Running lint, generate in 10 packages',
    '::group::@truework-legacy/spec:lint',
    '::error::command (/repo/spec) pnpm run lint exited (2)',
    '##[group]@truework-legacy/spec:lint',
    ' ERROR  run failed: command  exited (2)',
    'Failed:    @truework-legacy/spec#lint',
    '',
  ]) {
    ends.read(line);
  }
  vi.runAllTimers();
  expect(ended).toEqual([]);
});
