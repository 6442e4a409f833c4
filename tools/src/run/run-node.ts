import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '../paths.ts';

/**
 * Runs a Node.js program in the repository and keeps what it prints.
 *
 * @param args - The program's path, and its arguments.
 * @param env - Variables beside those of this process.
 * @param onLine - Called with each line, on either stream, as it is printed.
 * @returns Its exit code, and both streams as one text.
 */
export async function runNode(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  onLine: (line: string) => void = () => {},
): Promise<{ exitCode: number; printed: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
    });
    createInterface(stream).on('line', onLine);
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, printed };
}
