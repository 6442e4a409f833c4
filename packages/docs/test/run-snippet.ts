import { dirname, join } from 'node:path';
import { format } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';
import { vi } from 'vitest';

/** What `environment: 'local'` stands for. */
const local = 'http://127.0.0.1:4019/';

const snippets = join(import.meta.dirname, '../snippets');

/**
 * Runs a program in this process, beside a sandbox that was just started, and returns what it prints. The sandbox has a port of its own,
 * `TRUEWORK_URL`, and gets what is sent to the default port, which may be in use.
 */
export async function runSnippet(file: string): Promise<string> {
  const sandbox = createSandbox();
  const folder = process.cwd();
  let printed = '';
  const print = (...args: unknown[]) => {
    printed += `${format(...args)}\n`;
  };
  // In a terminal, errors go to another stream than what is printed.
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(print),
    vi.spyOn(console, 'warn').mockImplementation(print),
    vi.spyOn(console, 'error').mockImplementation(() => {}),
  ];
  try {
    const { url } = await sandbox.listen({ port: 0 });
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) =>
      `${input instanceof Request ? input.url : input}`.startsWith(local)
        ? sandbox.fetch(input, init)
        : fetch(input, init),
    );
    vi.stubEnv('TRUEWORK_URL', url);
    vi.stubEnv('TRUEWORK_WEBHOOK_TOKEN', 'test-hook-token');
    const program = join(snippets, file);
    process.chdir(dirname(program));
    await import(program);
    return printed;
  } finally {
    process.chdir(folder);
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    for (const spy of spies) spy.mockRestore();
    await sandbox.close();
  }
}
