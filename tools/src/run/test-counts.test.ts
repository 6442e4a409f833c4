import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { readTestCounts } from './test-counts.ts';

const none = { success: true, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
let folder: string;

beforeEach(() => {
  mkdirSync(join(root, '.turbo'), { recursive: true });
  folder = mkdtempSync(join(root, '.turbo/test-counts-'));
  mkdirSync(join(folder, 'test-results'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function outcome(task: string, exitCode?: number) {
  return {
    id: `p#${task}`,
    milliseconds: 1,
    cached: false,
    folder: relative(root, folder),
    logFile: '',
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

describe('readTestCounts', () => {
  test.for([
    ['passes', { numPassedTests: 5 }, 0, { passed: 5, failed: 0 }],
    ['failures', { success: false, numPassedTests: 5, numFailedTests: 2 }, 1, { passed: 5, failed: 2 }],
    [
      'skipped and planned tests as failures',
      { numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 },
      0,
      { passed: 5, failed: 2 },
    ],
    ['a run without a test as a failure', {}, 0, { passed: 0, failed: 1 }],
    [
      'a file that could not be loaded as a failure',
      { success: false, numPassedTests: 5 },
      1,
      { passed: 5, failed: 1 },
    ],
  ] as const)('counts %s', async ([, report, exitCode, counts]) => {
    writeFileSync(join(folder, 'test-results/test.json'), JSON.stringify({ ...none, ...report }));
    expect(await readTestCounts(outcome('test', exitCode))).toEqual(counts);
  });

  test('counts a missing report, and a task that did not run, as a failure', async () => {
    expect(await readTestCounts(outcome('test', 0))).toEqual({ passed: 0, failed: 1 });
    writeFileSync(join(folder, 'test-results/test.json'), JSON.stringify({ ...none, numPassedTests: 5 }));
    expect(await readTestCounts(outcome('test'))).toEqual({ passed: 0, failed: 1 });
  });

  test('keeps two test tasks of a package apart, and skips tasks without tests', async () => {
    writeFileSync(
      join(folder, 'test-results/test-browser.json'),
      JSON.stringify({ ...none, numPassedTests: 3 }),
    );
    expect(await readTestCounts(outcome('test:browser', 0))).toEqual({ passed: 3, failed: 0 });
    expect(await readTestCounts(outcome('typecheck', 0))).toBeUndefined();
  });
});
