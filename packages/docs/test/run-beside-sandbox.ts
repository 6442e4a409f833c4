import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';

const run = promisify(execFile);

/** Runs a command in a folder of `snippets/`, as a reader would, beside a sandbox that was just started. */
export async function runBesideSandbox(folder: string, command: string, ...args: string[]): Promise<string> {
  const sandbox = createSandbox();
  try {
    const { url } = await sandbox.listen({ port: 0 });
    const { stdout } = await run(command, args, {
      cwd: join(import.meta.dirname, '../snippets', folder),
      env: { PATH: process.env['PATH'], TRUEWORK_URL: url },
    });
    return stdout;
  } finally {
    await sandbox.close();
  }
}
