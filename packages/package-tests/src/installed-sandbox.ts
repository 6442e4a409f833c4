import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A sandbox that was started from the command line. */
export interface InstalledSandbox {
  readonly url: string;
  /** @returns All that it printed. */
  close(): Promise<string>;
}

/** The file that `truework-sandbox` runs. */
async function commandOf(installed: string): Promise<string> {
  const folder = join(installed, 'node_modules/@truework-legacy/sandbox');
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return join(folder, manifest.bin['truework-sandbox']);
}

/**
 * Starts the sandbox that is installed in a folder, on a free port.
 *
 * @param site - A folder that it serves beside the API.
 * @param options - The Node.js that runs it (this one), and options of Node.js itself (none).
 * @throws With all that it printed, if it ends before it listens.
 */
export async function startSandbox(
  installed: string,
  site: string,
  { node = process.execPath, nodeOptions = [] }: { node?: string; nodeOptions?: readonly string[] } = {},
): Promise<InstalledSandbox> {
  const args = [...nodeOptions, await commandOf(installed), '--port', '0', '--site', site];
  const child = spawn(node, args, { cwd: installed });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  return new Promise((resolve, reject) => {
    child.once('close', () =>
      reject(new Error(`The installed sandbox ended before it listened.\n${printed}`)),
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
        const url = /http:\/\/[\d.]+:\d+/.exec(printed)?.[0];
        if (url === undefined) return;
        resolve({
          url,
          async close() {
            child.kill();
            await ended;
            return printed;
          },
        });
      });
    }
  });
}
