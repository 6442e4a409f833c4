import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { readTestCounts } from './test-counts.ts';
import { verdictOf } from './verdict.ts';

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

describe('the verdict', () => {
  test('adds up all tasks, names those that failed with what they printed, and fails with any of them', async () => {
    const report = { ...none, numPassedTests: 5, numFailedTests: 2 };
    writeFileSync(join(folder, 'test-results/test.json'), JSON.stringify(report));
    const logFile = join(relative(root, folder), 'lint.log');
    writeFileSync(join(root, logFile), 'cache miss\na.ts:1 is wrong');
    const lint = { ...outcome('lint', 1), logFile };
    const outcomes = [outcome('test', 1), lint, outcome('build'), outcome('typecheck', 0)];
    expect(await verdictOf(outcomes, ['No Chromium.'])).toEqual({
      passed: 6,
      failed: 5,
      failures: [
        'No Chromium.',
        'p test failed:\n\n',
        'p lint failed:\n\na.ts:1 is wrong',
        'p build failed:\n\nNot run: a task that it depends on failed.',
      ],
      lastLine: '6 passed, 5 failed',
      exitCode: 1,
    });
  });

  test('of nothing but successes is one, and of nothing at all a failure', async () => {
    expect(await verdictOf([outcome('lint', 0)])).toMatchObject({
      lastLine: '1 passed, 0 failed',
      exitCode: 0,
    });
    expect(await verdictOf([])).toMatchObject({ lastLine: '0 passed, 1 failed', exitCode: 1 });
  });
});
