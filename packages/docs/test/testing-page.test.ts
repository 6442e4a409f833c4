import { expect, it } from 'vitest';
import { runBesideSandbox } from './run-beside-sandbox.ts';

it('testing-node-test.ts passes in the test runner of Node.js', async () => {
  const printed = await runBesideSandbox(
    process.execPath,
    '--conditions=@truework-legacy/source',
    '--test',
    'testing-node-test.ts',
  );
  expect(printed).toContain('pass 1');
  expect(printed).toContain('fail 0');
});
