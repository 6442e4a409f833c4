import { execFile } from 'node:child_process';

/**
 * Runs a program.
 *
 * @returns What it printed to standard output.
 * @throws With the command and all that it printed, where its exit code is another than 0.
 */
export function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')}\n${error.message}\n${stdout}${stderr}`.trim()));
    });
  });
}
