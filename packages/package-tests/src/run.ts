import { execFile } from 'node:child_process';

/**
 * Runs a program.
 *
 * @param environment - Variables beside those of this process.
 * @returns What it printed to standard output.
 * @throws With the command and all that it printed, if its exit code is another than 0.
 */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...environment } };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')}\n${error.message}\n${stdout}${stderr}`.trim()));
    });
  });
}
