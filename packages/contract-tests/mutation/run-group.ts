import { spawn } from 'node:child_process';
import { root } from './mutant.ts';

/**
 * Runs Node.js as this process runs, and ends with it all that it started: a process that was left behind may loop, or hold a pipe open.
 *
 * @param isEnough - Asked every second: is it to be ended? Default: never.
 * @returns The exit code, null if it was ended, and the end of what it printed.
 */
export function runGroup(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  isEnough: () => boolean = () => false,
): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve, reject) => {
    // Detached, it is the first of a group of processes.
    const child = spawn(process.execPath, command, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const endGroup = () => {
      try {
        process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
      } catch {
        // All of it has ended.
      }
    };
    const leave = () => process.exit(130);
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed = (printed + text).slice(-20_000);
      });
    const watch = setInterval(() => isEnough() && endGroup(), 1_000);
    process.on('exit', endGroup).on('SIGINT', leave).on('SIGTERM', leave);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      process.off('exit', endGroup).off('SIGINT', leave).off('SIGTERM', leave);
      endGroup();
      resolve({ code, printed });
    });
  });
}
