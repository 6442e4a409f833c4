import { expect, test } from 'vitest';
import { runCheck } from './run-check.ts';
import { readLog } from './turbo.ts';

test('a check that fails keeps what it printed, on both streams', async () => {
  const outcome = await runCheck('misuse', ['generate.ts', '--no-such-option']);
  expect(outcome).toMatchObject({ id: '@truework-legacy/tools#check:misuse', exitCode: 2, cached: false });
  expect(await readLog(outcome)).toContain('Usage: pnpm generate');
});

test('one that passes exits with 0', async () => {
  expect(await runCheck('help', ['generate.ts', '--help'])).toMatchObject({ exitCode: 0, folder: 'tools' });
});
