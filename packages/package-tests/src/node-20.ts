import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { root } from './published.ts';
import { run } from './run.ts';

/** The oldest Node.js that client and validators promise to run on. */
const version = '20.20.2';

/**
 * Path of a Node.js 20: the machine's own, or one from npm, kept in `.toolchain/` beside what the bootstrap brings.
 *
 * @throws Where there is none and npm cannot bring one.
 */
export async function findNode20(): Promise<string> {
  const folder = join(root, '.toolchain/node-20');
  const brought = join(folder, 'node_modules/.bin/node');
  const places = (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, 'node'));
  for (const place of [...places, brought]) {
    if (existsSync(place) && (await run(place, ['--version'], root)).startsWith('v20.')) return place;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts=false'];
  await run('npm', ['install', '--prefix', folder, ...flags, `node@${version}`], root);
  return brought;
}
