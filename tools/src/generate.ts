import { parseArgs } from 'node:util';
import { generateAll } from './generation/generate-all.ts';
import { layTree, readTree } from './generation/generated-tree.ts';
import { memoryOf } from './generation/remembered-spec.ts';
import { findStaleFiles, findStalePaths, formatStaleFiles } from './generation/stale-files.ts';
import { root } from './paths.ts';

const help = `Usage: pnpm generate [--check]      (without pnpm: npm run generate -- --check)

Lints and bundles spec/ and writes every file in a folder called generated/: the bundle, the client's types and
operations, the validators, the tables.

  --check   Write nothing. Exit with 1 if the files that are there are not what the spec asks for.
`;

async function main(args: string[]): Promise<number> {
  let options: { check?: boolean; help?: boolean };
  try {
    options = parseArgs({
      args,
      options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  return options.check ? await check() : await generate();
}

async function check(): Promise<number> {
  const fresh = await generateAll();
  const staleFiles = await findStaleFiles(await readTree(root), fresh, memoryOf);
  if (staleFiles.length === 0) {
    console.log(`${fresh.size} generated files are fresh.`);
    return 0;
  }
  console.error(`Stale generated files, and why:\n\n${formatStaleFiles(staleFiles)}\n`);
  console.error('Run `pnpm generate` (without pnpm: `npm run generate`) and commit the result.');
  return 1;
}

async function generate(): Promise<number> {
  const fresh = await generateAll();
  const present = await readTree(root);
  const changed = [...present.odd.keys(), ...findStalePaths(present, fresh)].sort();
  await layTree(fresh, present, root);
  if (changed.length > 0) console.log(`${changed.join('\n')}\n`);
  console.log(`${fresh.size} files generated, ${changed.length} of them changed.`);
  const left = await findStaleFiles(await readTree(root), fresh, memoryOf);
  if (left.length === 0) return 0;
  console.error(`\nLeft as it is, for you to move:\n\n${formatStaleFiles(left)}`);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
