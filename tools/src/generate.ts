import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findDrift, readGenerated } from './drift.ts';
import { generateAll } from './generation/generate-all.ts';
import { root } from './paths.ts';

const help = `Usage: pnpm generate [--check]      (without pnpm: npm run generate [-- --check])

Bundles spec/ and writes every file in a folder called generated/: the bundle, the client's types and operations,
the validators, the tables.

  --check   Write nothing. Exit with 1 where the committed files are not what the spec asks for.
`;

/** Writes the files that differ, and deletes those that no generation writes. */
async function write(present: Map<string, string>, fresh: Map<string, string>): Promise<void> {
  for (const path of present.keys()) {
    if (!fresh.has(path)) await rm(join(root, path));
  }
  for (const [path, text] of fresh) {
    if (present.get(path) === text) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function main(args: string[]): Promise<number> {
  let options: { check?: boolean; help?: boolean };
  try {
    options = parseArgs({ args, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  const fresh = await generateAll();
  const present = await readGenerated();
  const drifts = findDrift(present, fresh);
  if (options.check) {
    for (const { path, cause } of drifts) console.error(`${path} is stale: ${cause}.`);
    if (drifts.length > 0) {
      console.error('\nRun `pnpm generate` (without pnpm: `npm run generate`) and commit the result.');
      return 1;
    }
    console.log(`${fresh.size} generated files are fresh.`);
    return 0;
  }
  await write(present, fresh);
  for (const { path, cause } of drifts) console.log(`${path}: ${cause}`);
  console.log(`${fresh.size} files generated, ${drifts.length} of them changed.`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
