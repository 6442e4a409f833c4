import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'bench.ts');

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...args.slice(1), program, ...args.slice(0, 1)],
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

test.for([
  [3, 0, 'met: at most 3', 'Every budget is met.'],
  [1, 1, 'MISSED: at most 1', '1 missed: see MISSED above.'],
] as const)('a budget of %j for a figure of 2 exits with %j', ([atMost, code, verdict, lastLine]) => {
  const tables = [
    {
      title: 'a table',
      unit: 'kB',
      rows: [{ subject: 'ours', figure: 2, budget: { of: 'figure', atMost } }],
    },
  ];
  const source = JSON.stringify(`process.send(${JSON.stringify(tables)})`);
  const instead = `data:text/javascript,import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => url.endsWith('/measure.ts')
      ? { format: 'module', source: ${source}, shortCircuit: true } : next(url, context) });`;
  const { status, stdout } = bench('size', '--import', instead.replaceAll(/\n */g, ' '));
  expect(stdout).toContain(verdict);
  expect(stdout.trim().split('\n').at(-1)).toContain(lastLine);
  expect(status).toBe(code);
});
