import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { seconds } from './table.ts';
import { readTestCounts } from './test-counts.ts';
import { readLog, type TaskOutcome } from './turbo.ts';

/** A stage's row: its name, what it did, its time, and whether turbo had the result already. */
export async function describeStage(outcome: TaskOutcome): Promise<string[]> {
  const [name, result] = [stageName(outcome.id), await stageResult(outcome)];
  return [name, result, outcome.cached ? '' : seconds(outcome.milliseconds), outcome.cached ? 'cached' : ''];
}

/** The order in which people think of the packages: what others are made from comes first. */
const packageOrder = [
  '//',
  'spec',
  'tools',
  'client',
  'zod',
  'migrate',
  'sandbox',
  'docs',
  'contract-tests',
  'package-tests',
  'bench',
];

/** Puts outcomes into the order of the pipeline. What is stale comes first: it may be why others fail. */
export function byPipeline(a: TaskOutcome, b: TaskOutcome): number {
  const rank = ({ id }: TaskOutcome) =>
    id.includes('#check:')
      ? -1
      : packageOrder.indexOf(id.replace('@truework-legacy/', '').split('#')[0] ?? '');
  return rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
}

/** A task's id as people say it: `client build`. */
export function stageName(id: string): string {
  const [packageName = '', task = ''] = id.split('#');
  const short = packageName.replace('@truework-legacy/', '').replace('//', 'code');
  return `${short} ${task.replace('lint:code', 'lint').replace('check:', '')}`.replace(
    'contract-tests test',
    'contract tests',
  );
}

async function stageResult(outcome: TaskOutcome): Promise<string> {
  if (outcome.exitCode === undefined) return 'not run';
  const counts = await readTestCounts(outcome);
  if (counts !== undefined) return `${counts.passed} passed, ${counts.failed} failed`;
  if (outcome.exitCode !== 0) return 'failed';
  switch (outcome.id.split('#')[1]) {
    case 'generate':
      return (await readLog(outcome)).split('\n').at(-1)?.replace(/\.$/, '') ?? '';
    case 'build':
      return await buildResult(join(root, outcome.folder, 'dist'));
    case 'lint':
      return 'valid, no warnings';
    default:
      return 'passed';
  }
}

async function buildResult(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const pages = files.filter((file) => file.endsWith('.html')).length;
  if (pages > 0) return `${pages} pages`;
  const code = files.filter((name) => /^[^/\\]+\.c?js$/.test(name));
  const sizes = await Promise.all(code.map(async (name) => (await stat(join(folder, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return `${code.some((name) => name.endsWith('.cjs')) ? 'ESM and CommonJS' : 'ESM'}, ${Math.round(total / 1024)} kB`;
}
