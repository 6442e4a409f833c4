import { describe, expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

describe('tests on the page on testing pass', () => {
  it('in the test runner of Node.js', async () => {
    const args = ['--conditions=@truework-legacy/source', '--test', 'node-test.ts'];
    const printed = await runBesideSandbox('testing', process.execPath, ...args);
    expect(printed).toContain('pass 1');
    expect(printed).toContain('fail 0');
  });

  // unittest prints to standard error, and fails with another exit code.
  it('in Python, which must be installed as python3', async () => {
    expect(await runBesideSandbox('testing', 'python3', 'test_lender.py')).toBe('');
  });
});
