import { cp, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { run } from '../../src/run.ts';

const installed = inject('installed');

test("the sandbox's fixture works in vitest", async () => {
  const folder = join(installed, 'vitest');
  await cp(join(import.meta.dirname, '../../fixtures/vitest'), folder, { recursive: true });
  const vitest = await realpath(join(import.meta.dirname, '../../node_modules/vitest'));
  // Beside the sandbox, which imports it by name.
  await symlink(vitest, join(installed, 'node_modules/vitest'), 'junction');
  const args = [join(vitest, 'vitest.mjs'), 'run', '--root', folder];
  const printed = await run(process.execPath, args, folder, { NO_COLOR: '1' });
  expect(printed).toMatch(/Tests +1 passed \(1\)/);
});
