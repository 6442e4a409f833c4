import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'bench.ts'), ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

test('an unknown bench is misuse, and the known ones are listed', () => {
  const { status, stderr } = bench('speed');
  expect(status).toBe(2);
  expect(stderr).toContain('No bench is called "speed".');
  expect(stderr).toContain('size, overhead');
});

test('--help exits with 0', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: pnpm bench');
});
