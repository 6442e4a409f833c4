import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clearProgress } from '../src/show-progress.ts';
import { collect, keep, reportFile } from './collect.ts';
import type { ContractReport } from './contract-report.ts';
import { markdownOf } from './markdown.ts';

const help = `pnpm contract:report: what the contract suite showed, and what it did not.

Usage: pnpm contract:report [options]

  --collect            Run the suite and the third-party validators first, and write what they showed for the documentation site
  --format markdown    For a pull request (what is printed when no format is named)
  --format json        All of it
  --help               Print this

The mutation's part is that of the last \`pnpm mutate --write\`.

Exit code: 0 if it was printed, 2 if there is no report, or the suite fails.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      collect: { type: 'boolean', default: false },
      format: { type: 'string', default: 'markdown' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  if (!['markdown', 'json'].includes(values.format))
    throw new Error(`No format is called "${values.format}". Use markdown or json.`);
  if (values.collect) keep(await collect());
  if (!existsSync(reportFile))
    throw new Error('There is no report yet. Make one with: pnpm contract:report --collect');
  const text = readFileSync(reportFile, 'utf8');
  console.log(values.format === 'json' ? text.trimEnd() : markdownOf(JSON.parse(text) as ContractReport));
}

try {
  await main();
} catch (error) {
  clearProgress();
  console.error(`${(error as Error).message}\n\nSee pnpm contract:report --help.`);
  process.exitCode = 2;
}
