import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Baseline,
  bundleAt,
  changesetsSince,
  findBaseline,
  hasHistory,
  UnusableRefError,
} from './baseline.ts';
import { bumpEnough, type ChangesetVerdict, checkChangeset, specPackage } from './changeset.ts';
import { type Bump, compareSpecs, type SpecDiff } from './compare-specs.ts';
import { formatMarkdown, formatText } from './formats.ts';
import type { JsonObject } from './pointer.ts';

const help = `Usage: pnpm spec:diff [<ref>] [--format text|markdown|json] [--check-changeset]

What changed in the spec between a commit and the working tree, and which version that asks for.
The commit is the one where the current branch left <ref>. Without <ref>: origin/main, else main, else HEAD.

  breaking   a caller of the API, or of what is generated from the spec, may fail: asks for a major version
  additive   a fact changed, and no caller fails: asks for a minor version
  wording    text, examples, or where a fact comes from: asks for a patch

Before 1.0 a minor version may break, so there minor is enough for breaking.

  --format            text for a terminal, markdown for a pull request, json for a program.
  --check-changeset   Exit with 1 unless a new or changed file in .changeset/ names ${specPackage} with at least
                      that version, and each of its lines begins with "API changed:" or "Spec corrected:".

Exit codes: 0 all is well, 1 something failed or does not fit, 2 misuse.
`;

const formats = ['text', 'markdown', 'json'];

/** The repository that the command works in. */
export interface Workspace {
  root: string;
  /** Bundles the spec of the working tree. */
  bundle(): Promise<JsonObject>;
  /** In CI a check that has nothing to compare with fails. */
  inCi: boolean;
}

/** What the command printed, and its exit code. */
export interface Outcome {
  code: 0 | 1 | 2;
  stdout: string;
  stderr: string;
}

/** What `--format json` prints. Properties may be added; none is renamed, and none changes its meaning. */
export interface SpecDiffReport extends SpecDiff {
  base: Baseline;
  /** The version of the spec's package in the working tree. */
  version: string;
  /** The bump that is enough for that version: minor instead of major before 1.0. */
  enough: Bump;
  /** Only with `--check-changeset`. */
  changeset?: ChangesetVerdict;
}

/** Runs `pnpm spec:diff` with these arguments. */
export async function runSpecDiff(args: string[], workspace: Workspace): Promise<Outcome> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        'check-changeset': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { code: 0, stdout: help, stderr: '' };
    if (positionals.length > 1)
      return misuse(`One ref is enough: ${positionals.join(', ')} are ${positionals.length}.`);
    if (!formats.includes(values.format))
      return misuse(`There is no format ${values.format}. The formats are ${formats.join(', ')}.`);
    const wantsChangeset = values['check-changeset'];
    if (!(await hasHistory(workspace.root))) return withoutHistory(workspace, wantsChangeset);
    const report = await makeReport(workspace, positionals[0], wantsChangeset);
    const outcome = print(report, values.format);
    return report.base.ref === 'HEAD' && positionals.length === 0
      ? { ...outcome, stderr: `${onlyUncommitted}${outcome.stderr}` }
      : outcome;
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    if (error instanceof UnusableRefError) return { code: 2, stdout: '', stderr: `${message}\n` };
    if (code?.startsWith('ERR_PARSE_ARGS')) return misuse(message);
    return { code: 1, stdout: '', stderr: `${message}\n` };
  }
}

async function makeReport(
  { root, bundle, inCi }: Workspace,
  ref: string | undefined,
  wantsChangeset: boolean,
): Promise<SpecDiffReport> {
  const base = await findBaseline(root, ref);
  if (wantsChangeset && inCi && ref === undefined && base.ref === 'HEAD') throw new UnusableRefError(noMain);
  const [before, after] = await Promise.all([bundleAt(root, base), bundle()]);
  const diff = await compareSpecs(before, after);
  const { version } = JSON.parse(await readFile(join(root, 'spec/package.json'), 'utf8')) as {
    version: string;
  };
  const report = { base, version, enough: bumpEnough(diff.bump, version), ...diff };
  if (!wantsChangeset) return report;
  const paths = await changesetsSince(root, base);
  const changesets = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
  return {
    ...report,
    changeset: checkChangeset(diff, report.enough, changesets, await releasedWithSpec(root)),
  };
}

const onlyUncommitted =
  'There is neither origin/main nor main here: only what is not committed was compared.\n';

const noMain =
  'There is neither origin/main nor main here, so no commit to compare the spec with. Check out the whole history (actions/checkout: `fetch-depth: 0`), or name a commit.';

/** A download has nothing to compare with. Its checks pass, but not in CI, where the history should have been checked out. */
function withoutHistory({ inCi }: Workspace, wantsChangeset: boolean): Outcome {
  const sentence = 'There is no history of git here, so nothing to compare the spec with';
  return wantsChangeset && !inCi
    ? { code: 0, stdout: `${sentence}: no changeset is asked for.\n`, stderr: '' }
    : { code: 2, stdout: '', stderr: `${sentence}.\n` };
}

/** The packages that changesets keeps at one version with the spec. */
async function releasedWithSpec(root: string): Promise<string[]> {
  const config = await readFile(join(root, '.changeset/config.json'), 'utf8').catch(() => '{}');
  const { fixed = [] } = JSON.parse(config) as { fixed?: string[][] };
  return fixed.find((group) => group.includes(specPackage)) ?? [];
}

function print(report: SpecDiffReport, format: string): Outcome {
  const { base, changeset } = report;
  const heading = { base: named(base), verdict: verdictOf(report) };
  const stderr =
    changeset?.fits === false ? `${[changeset.problem, changeset.text].join('\n\n').trim()}\n` : '';
  const code = stderr === '' ? 0 : 1;
  if (format === 'json') return { code, stdout: `${JSON.stringify(report, null, 2)}\n`, stderr };
  if (format === 'markdown') return { code, stdout: `${formatMarkdown(report, heading)}\n`, stderr };
  // A check that passes is read in a log among many others.
  const stdout = changeset?.fits === true ? heading.verdict : formatText(report, heading);
  return { code, stdout: `${stdout}\n`, stderr: stderr === '' ? '' : `\n${stderr}` };
}

function verdictOf({ bump, enough, counts, version, base, changeset }: SpecDiffReport): string {
  if (bump === 'none') return `Nothing changed in the spec since ${named(base)}.`;
  const counted = `${counts.breaking} breaking, ${counts.additive} additive, ${counts.wording} wording`;
  const asked =
    bump === enough
      ? `asks for a ${bump} version`
      : `asks for a ${bump} version; ${enough} is enough before 1.0 (${specPackage} is ${version})`;
  const said = changeset?.fits && changeset.path !== undefined ? `, and ${changeset.path} says so` : '';
  return `${counted}: ${asked}${said}.`;
}

function misuse(sentence: string): Outcome {
  return { code: 2, stdout: '', stderr: `${sentence}\n\n${help}` };
}

function named({ ref, commit }: Baseline): string {
  return commit.startsWith(ref) ? commit.slice(0, 7) : `${ref} (${commit.slice(0, 7)})`;
}
