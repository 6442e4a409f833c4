import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

function start(...args: string[]) {
  const env = { ...process.env, CI: '' };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'start.ts'), ...args],
    {
      encoding: 'utf8',
      env,
    },
  );
  return { code: status, output: (stdout + stderr).trim() };
}

describe('npm start', () => {
  test('a port in use is reported before anything is built', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const ended = start('--port', String(port));
    taken.close();
    expect(ended).toEqual({
      code: 1,
      output: `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
    });
  });

  test.for([['--ones'], ['--port', '0'], ['--port', 'x'], ['extra']])(
    '%j is misuse: exit code 2 and the usage',
    (args) => {
      const { code, output } = start(...args);
      expect(code).toBe(2);
      expect(output).toContain('Usage: npm start');
    },
  );

  test('--help explains every option', () => {
    const { code, output } = start('--help');
    expect(code).toBe(0);
    for (const option of ['--once', '--port']) expect(output).toContain(option);
  });
});
