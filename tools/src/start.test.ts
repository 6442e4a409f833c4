import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

const start = (...args: string[]) => startIn(import.meta.dirname, ...args);

function startIn(folder: string, ...args: string[]) {
  const env = { ...process.env, CI: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'start.ts'), ...args], {
    encoding: 'utf8',
    env,
    // It serves until it is stopped, if it takes what it should not.
    timeout: 120_000,
  });
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

  test('a stage that fails fails the command, and is shown', () => {
    const copy = mkdtempSync(join(tmpdir(), 'truework-legacy-start-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(import.meta.dirname, join(copy, 'tools/src'), { recursive: true });
    symlinkSync(join(import.meta.dirname, '../node_modules'), join(copy, 'tools/node_modules'));
    // There is no spec.
    const { code, output } = startIn(join(copy, 'tools/src'), '--once');
    expect(code).toBe(1);
    expect(output).toMatch(/^tools generate failed:$/m);
    expect(output).toMatch(/^It took [\d.]+ s\.$/m);
  });
});
