import { dirname, join } from 'node:path';
import { format } from 'node:util';
import { createSandbox, type Sandbox } from '@truework-legacy/sandbox';
import { expect, vi } from 'vitest';

/** What `environment: 'local'` stands for. */
const local = 'http://127.0.0.1:4019/';

const snippets = join(import.meta.dirname, '../snippets');

/**
 * Runs a program in this process, beside a sandbox in which its reader has created something already, and returns what it prints. The
 * sandbox has a port of its own, `TRUEWORK_URL`, and gets what is sent to the default port, which may be in use.
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
    // The quickstart comes first, and shows the ids of an account in which there is nothing yet.
    if (!file.startsWith('quickstart/')) await createAsReader(sandbox);
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

async function createAsReader({ fetch }: Sandbox): Promise<void> {
  const response = await fetch(`${local}verification-requests/`, {
    method: 'POST',
    headers: { Authorization: 'Bearer tw_sk_test_example', 'Content-Type': 'application/json' },
    body: JSON.stringify({
      type: 'employment',
      permissible_purpose: 'credit-application',
      target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
    }),
  });
  expect(response.status).toBe(201);
}
