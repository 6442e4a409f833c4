import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findDrift, formatDrifts } from './drift.ts';
import { layTree, readTree } from './generated-tree.ts';
import { generateAll } from './generation/generate-all.ts';
import { root } from './paths.ts';

const help = `Usage: pnpm generate [--check | --into <folder>]      (without pnpm: npm run generate -- --check)

Bundles spec/ and writes every file in a folder called generated/: the bundle, the client's types and operations,
the validators, the tables.

  --check   Write nothing. Exit with 1 where the committed files are not what the spec asks for.
  --into    Write into this folder instead, under the paths from the repository.
`;

async function main(args: string[]): Promise<number> {
  let options: { check?: boolean; into?: string; help?: boolean };
  try {
    options = parseArgs({
      args,
      options: { check: { type: 'boolean' }, into: { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  const fresh = await generateAll();
  if (options.into !== undefined) {
    await layTree(fresh, resolve(options.into));
    console.log(`${fresh.size} files generated.`);
    return 0;
  }
  const present = await readTree(root);
  const drifts = findDrift(present, fresh);
  if (options.check && drifts.length > 0) {
    console.error(`Stale generated files, and why:\n\n${formatDrifts(drifts)}\n`);
    console.error('Run `pnpm generate` (without pnpm: `npm run generate`) and commit the result.');
    return 1;
  }
  if (options.check) {
    console.log(`${fresh.size} generated files are fresh.`);
    return 0;
  }
  await layTree(fresh, root);
  if (drifts.length > 0) console.log(`${formatDrifts(drifts)}\n`);
  console.log(`${fresh.size} files generated, ${drifts.length} of them changed.`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
