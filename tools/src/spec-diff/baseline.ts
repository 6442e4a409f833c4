import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { JsonObject } from './pointer.ts';

const run = promisify(execFile);

const bundlePath = 'spec/generated/openapi.json';

/** What the working tree is compared with. */
export interface Baseline {
  /** As it was asked for: `main`, `v0.2.0`. */
  ref: string;
  /** Where the branch left it: the merge base of it and the current commit. */
  commit: string;
}

/** The ref cannot be used: the sentence says why, and which can. */
export class UnusableRefError extends Error {}

/** Whether git keeps this folder's history. It does not in a download, wherever that was unpacked. */
export async function hasHistory(root: string): Promise<boolean> {
  const top = await git(root, 'rev-parse', '--show-toplevel').catch(() => undefined);
  return top !== undefined && (await realpath(top.trim())) === (await realpath(root));
}

/**
 * The commit to compare with.
 *
 * @param ref - Absent: `origin/main` if it exists, else `main`, else the last commit.
 */
export async function findBaseline(root: string, ref: string | undefined): Promise<Baseline> {
  const candidates = ref === undefined ? ['origin/main', 'main', 'HEAD'] : [ref];
  for (const candidate of candidates) {
    if ((await commitOf(root, candidate)) === undefined) continue;
    return { ref: candidate, commit: await mergeBase(root, candidate) };
  }
  throw new UnusableRefError(
    ref === undefined
      ? 'There is no commit here to compare with.'
      : `There is no branch, tag or commit ${ref} here. If the server has it, \`git fetch --tags\` brings it.`,
  );
}

/** The bundle as it was committed there. */
export async function bundleAt(root: string, { ref, commit }: Baseline): Promise<JsonObject> {
  const text = await git(root, 'show', `${commit}:${bundlePath}`).catch(() => {
    throw new UnusableRefError(
      `${ref} (${commit.slice(0, 7)}) has no ${bundlePath}. Name a commit that has the spec.`,
    );
  });
  return JSON.parse(text) as JsonObject;
}

/** The changesets that are new or changed since then, committed or not, from the repository's root. */
export async function changesetsSince(root: string, { commit }: Baseline): Promise<string[]> {
  const changed = await git(root, 'diff', '--name-only', '-z', '--diff-filter=d', commit, '--', '.changeset');
  const untracked = await git(root, 'ls-files', '-z', '--others', '--exclude-standard', '--', '.changeset');
  return `${changed}${untracked}`
    .split('\0')
    .filter((path) => /^\.changeset\/[^/]+\.md$/.test(path) && path !== '.changeset/README.md');
}

async function commitOf(root: string, ref: string): Promise<string | undefined> {
  try {
    return await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    // Git prints nothing if the ref is unknown, and something if it cannot look.
    if (stderr) throw new Error(stderr.trim());
    return undefined;
  }
}

async function mergeBase(root: string, ref: string): Promise<string> {
  try {
    return (await git(root, 'merge-base', ref, 'HEAD')).trim();
  } catch {
    throw new UnusableRefError(
      `${ref} and the current commit share no history here. In a shallow clone, \`git fetch --unshallow\` brings it.`,
    );
  }
}

async function git(root: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}
