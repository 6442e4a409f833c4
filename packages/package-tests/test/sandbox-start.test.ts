import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { startSandbox } from '../src/installed-sandbox.ts';

const installed = inject('installed');

test('truework-sandbox starts without the parts of Node.js that only requests need, and a request loads them', async () => {
  const printLoaded = join(installed, 'print-loaded.cjs');
  await writeFile(
    printLoaded,
    "process.on('exit', () => console.error(process.moduleLoadList.join('\\n')));",
  );
  const dearAtEnd = async (during: (url: string) => Promise<unknown>): Promise<string[]> => {
    const { url, close } = await startSandbox(installed, installed, {
      nodeOptions: ['--require', printLoaded],
    });
    await during(url);
    const loaded = (await close()).split('\n');
    expect(loaded).toContain('NativeModule http');
    return loaded.filter((name) => /^NativeModule (crypto|internal\/deps\/undici\/undici)$/.test(name));
  };
  const headers = { Authorization: 'Bearer tw_sk_test_start' };
  const call = (url: string) => fetch(`${url}/verification-requests/`, { headers });

  expect(await dearAtEnd(async () => {})).toEqual([]);
  expect(await dearAtEnd(call)).toEqual(['NativeModule crypto']);
});
