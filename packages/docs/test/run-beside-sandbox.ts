import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';

const snippets = join(import.meta.dirname, '../snippets');
const run = promisify(execFile);

/** Runs a program as a reader would, beside a sandbox that was just started. */
export async function runBesideSandbox(command: string, ...args: string[]): Promise<string> {
  const sandbox = createSandbox();
  try {
    const { url } = await sandbox.listen({ port: 0 });
    const { stdout } = await run(command, args, {
      cwd: snippets,
      env: { PATH: process.env['PATH'], TRUEWORK_URL: url, TRUEWORK_WEBHOOK_TOKEN: 'test-hook-token' },
    });
    return stdout;
  } finally {
    await sandbox.close();
  }
}
