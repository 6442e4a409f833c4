import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { root } from './published.ts';
import { run } from './run.ts';

/** How the version of a Node.js begins, and the one that npm brings if the machine has none that begins so. */
const versions = [
  // The oldest of client and validators.
  { name: '20', brought: '20.20.2' },
  // The oldest of the sandbox.
  { name: '22.13', brought: '22.13.0' },
  { name: '24', brought: '24.21.0' },
  { name: '26', brought: '26.10.0' },
];

/** A Node.js that the packages promise to run on. */
export interface Node {
  /** How its version begins, such as `22.13`. */
  readonly name: string;
  /** Path of the program. */
  readonly program: string;
}

/**
 * A Node.js of each version that the packages promise to run on, oldest first: the machine's own, or one from npm, kept in
 * `.toolchain/` beside what the bootstrap brings.
 *
 * @throws If the machine has none and npm cannot bring one.
 */
export async function findNodes(): Promise<Node[]> {
  return Promise.all(
    versions.map(async ({ name, brought }) => ({ name, program: await findNode(name, brought) })),
  );
}

/**
 * The Node.js of one of these versions.
 *
 * @param name - How its version begins.
 * @returns Path of the program.
 * @throws If the machine has none and npm cannot bring one.
 */
export async function nodeNamed(name: '20' | '22.13'): Promise<string> {
  const { brought } = versions.find((version) => version.name === name) as { brought: string };
  return findNode(name, brought);
}

const found = new Map<string, Promise<string>>();

/** Looks once: asking every program for its version takes a second. */
function findNode(name: string, version: string): Promise<string> {
  const finding = found.get(name) ?? lookForNode(name, version);
  found.set(name, finding);
  return finding;
}

async function lookForNode(name: string, version: string): Promise<string> {
  const folder = join(root, '.toolchain', `node-${name}`);
  const brought = join(folder, 'node_modules/.bin/node');
  const locations = (process.env['PATH'] ?? '').split(delimiter).map((location) => join(location, 'node'));
  for (const location of [process.execPath, ...locations, brought]) {
    if (existsSync(location) && (await run(location, ['--version'], root)).startsWith(`v${name}.`))
      return location;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts=false'];
  await run('npm', ['install', '--prefix', folder, ...flags, `node@${version}`], root);
  return brought;
}
