import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, inject, test } from 'vitest';
import { commandOf } from '../src/installed-sandbox.ts';

const installed = inject('installed');

test('truework-sandbox starts without the parts of Node.js that only requests need, and a request loads them', async () => {
  const loadedAtEnd = async (during: (url: string) => Promise<unknown>): Promise<string[]> => {
    const child = spawn(
      process.execPath,
      ['--require', join(installed, 'print-loaded.cjs'), await commandOf(installed), '--port', '0'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const loaded = text(child.stderr);
    const [said] = await once(child.stdout, 'data');
    await during(/http:\/\/[\d.]+:\d+/.exec(String(said))?.[0] ?? '');
    child.kill();
    return JSON.parse(await loaded);
  };
  await writeFile(
    join(installed, 'print-loaded.cjs'),
    "process.on('exit', () => process.stderr.write(JSON.stringify(process.moduleLoadList)));",
  );
  const dear = (modules: string[]) =>
    modules.filter((name) => /^NativeModule (crypto|internal\/deps\/undici\/undici)$/.test(name));
  const headers = { Authorization: 'Bearer tw_sk_test_start' };
  const call = (url: string) => fetch(`${url}/verification-requests/`, { headers });

  expect(dear(await loadedAtEnd(async () => {}))).toEqual([]);
  expect(dear(await loadedAtEnd(call))).toEqual(['NativeModule crypto']);
});
