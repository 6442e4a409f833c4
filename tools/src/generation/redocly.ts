import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../../node_modules/@redocly/cli/bin/cli.js');

/**
 * Runs Redocly, which then sends nothing anywhere and looks for no update.
 *
 * @returns What it printed to standard output.
 * @throws The error of `execFile`, with `stdout` and `stderr`, if it exits with a code other than 0.
 */
export async function runRedocly(args: string[], cwd: string): Promise<string> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
  const { stdout } = await run(process.execPath, [cli, ...args], { cwd, env, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}
