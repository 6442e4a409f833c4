import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cloneRepository } from '../repository/repository-copy.ts';
import { seconds } from '../run/table.ts';
import { startCacheServer } from './cache-server.ts';
import { type Plant, plants } from './plants.ts';

// `pnpm check:cache [word of a path ...]`: is a cached result what a run without a cache would have given? Runs tasks in a copy of the repository
// with a remote cache, plants a change that breaks one of them, and compares it with the same task without a cache.

/** All of them, or those whose file has one of these words in its path. */
const words = process.argv.slice(2);
const chosen = plants.filter(({ file }) => words.length === 0 || words.some((word) => file.includes(word)));

const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-cache-'));
const copy = join(folder, 'truework-legacy');
const server = await startCacheServer();
const env = {
  TURBO_API: server.url,
  TURBO_TOKEN: 'token',
  TURBO_TEAM: 'team_local',
  TURBO_CACHE: 'remote:rw',
};

const git = (...args: string[]) => execFileSync('git', args, { cwd: copy, stdio: 'pipe' });

/** Changes the plant's file in the copy. */
function makeChange({ file, change }: Plant): void {
  const path = join(copy, file);
  if (change === 'delete') rmSync(path);
  else if ('text' in change) writeFileSync(path, change.text);
  else {
    const before = readFileSync(path, 'utf8');
    assert.ok(before.includes(change.from), `${file} has no ${change.from}: adapt plants.ts.`);
    const after = before.replace(change.from, () => change.to);
    writeFileSync(path, after);
  }
}

try {
  cloneRepository(copy);
  const { readLog, runTasks } = (await import(
    pathToFileURL(join(copy, 'tools/src/run/turbo.ts')).href
  )) as typeof import('../run/turbo.ts');
  const run = async ({ task, test = [] }: Plant, ...flags: string[]) => {
    const outcomes = await runTasks([task, ...flags], () => {}, env, test);
    const outcome = outcomes.find(({ id }) => id === task) ?? assert.fail(`${task} did not run.`);
    return { passed: outcome.exitCode === 0, cached: outcome.cached, log: await readLog(outcome) };
  };

  for (const it of chosen) {
    const startedMs = Date.now();
    const { passed, log } = await run(it);
    assert.ok(passed, `${it.task} fails without a planted change:\n\n${log}`);
    assert.ok((await run(it)).cached, `${it.task} is not in the cache after a run.`);

    makeChange(it);
    const withCache = await run(it);
    const direct = await run(it, '--force', '--only');
    // Everything: if a manifest changes, pnpm also writes its lockfile.
    git('reset', '--hard', '--quiet');
    git('clean', '-d', '--force', '--quiet');
    assert.ok(!direct.passed, `${it.task} does not notice the change of ${it.file}: adapt plants.ts.`);
    assert.ok(!withCache.passed, `${it.task} passes from the cache although ${it.file} breaks it.`);
    console.log(
      `${seconds(Date.now() - startedMs).padStart(8)}  ${it.file}: ${it.task} fails, as it does directly`,
    );
  }
  console.log(`${server.count()} results went through a remote cache.`);
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}
