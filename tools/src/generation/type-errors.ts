import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.ts';

const tsc = join(root, 'tools/node_modules/typescript-compiler/bin/tsc');

/**
 * The errors of TypeScript in files of a folder, as it prints them: empty if there are none.
 *
 * @param config - A tsconfig.json, beside what those of all packages share.
 */
export async function typeErrors(folder: string, config: object): Promise<string> {
  const shared = { extends: join(root, 'tsconfig.base.json') };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...shared, ...config }));
  const args = [tsc, '--project', '.', '--pretty', 'false', '--checkers', '1'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) => {
      // It exits with another code than 0 if it has found an error, which it prints.
      if (error === null || stdout !== '') resolve(stdout);
      else reject(new Error(`tsc failed:\n${stderr}`, { cause: error }));
    });
  });
}
