import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeInstalledCopy } from '../installed-copy.ts';
import { seconds } from '../table.ts';
import { startCacheServer } from './cache-server.ts';

// `pnpm check:cache [word of a path ...]`: is a cached result what a run without a cache would have given? Runs tasks in a copy of the repository with a remote
// cache, plants a change that breaks something, and compares the tasks that fail with those that fail without a cache.

const tasks = [
  'lint:code',
  '@truework-legacy/spec#lint',
  ...['client', 'zod', 'migrate', 'contract-tests'].map((name) => `@truework-legacy/${name}#typecheck`),
  ...['zod', 'migrate'].map((name) => `@truework-legacy/${name}#test`),
];

/** A change that a task must notice, of each kind of file. */
const plants: readonly { file: string; from: string | RegExp; to: string; failing: string }[] = [
  {
    file: 'spec/components/schemas/Target.yaml',
    from: /^type: object$/m,
    to: 'type: nonsense',
    failing: '@truework-legacy/spec#lint',
  },
  {
    file: 'packages/client/src/clock.ts',
    from: /$/,
    to: "\nexport const wrong: number = 'text';\n",
    failing: '@truework-legacy/contract-tests#typecheck',
  },
  {
    file: 'packages/zod/src/generated/request.gen.ts',
    from: 'export const TargetInput',
    to: 'export const RenamedInput',
    failing: '@truework-legacy/contract-tests#typecheck',
  },
  {
    file: 'spec/generated/openapi.json',
    from: '"credit-application"',
    to: '"credit-applications"',
    failing: '@truework-legacy/zod#test',
  },
  {
    file: 'tsconfig.base.json',
    from: '"noUnusedLocals": true,',
    to: '"noUnusedLocals": true, "isolatedDeclarations": true, "declaration": true,',
    failing: '@truework-legacy/client#typecheck',
  },
  { file: 'CONTRIBUTING.md', from: /$/, to: `\nA word that is ${'men'}ded.\n`, failing: '//#lint:code' },
  {
    file: '.github/workflows/ci.yml',
    from: 'runs-on: ubuntu-latest',
    to: 'runs_on: ubuntu-latest',
    failing: '//#lint:code',
  },
  {
    file: 'packages/migrate/package.json',
    from: '"ajv": "catalog:",',
    to: '"ajv": "catalog:", "zod": "catalog:",',
    failing: '//#lint:code',
  },
];

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

try {
  makeInstalledCopy(copy, process.env);
  const { runTasks } = (await import(
    pathToFileURL(join(copy, 'tools/src/turbo.ts')).href
  )) as typeof import('../turbo.ts');
  const run = (...flags: string[]) => runTasks([...tasks, ...flags], () => {}, env);
  const failing = (outcomes: Awaited<ReturnType<typeof run>>) =>
    outcomes.filter(({ exitCode }) => exitCode !== 0).map(({ id }) => id);

  const first = await run();
  assert.deepEqual(failing(first), [], 'Without a planted change, every task passes.');
  assert.equal(server.count(), first.length, 'Every result reaches the remote cache.');
  const second = await run();
  const missed = second.filter(({ cached }) => !cached).map(({ id }) => id);
  assert.deepEqual(missed, [], 'Without a change, every result comes from the remote cache.');
  console.log(`${first.length} results went through a remote cache.`);

  for (const { file, from, to, failing: expected } of chosen) {
    const startedMs = Date.now();
    const path = join(copy, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, () => to);
    assert.notEqual(after, before, `${file} has no ${from}: adapt tools/src/cache-check/check.ts.`);
    writeFileSync(path, after);
    const cached = failing(await run());
    const direct = failing(await run('--force'));
    writeFileSync(path, before);
    assert.deepEqual(cached, direct, `${file}: with the cache, other tasks fail than without.`);
    assert.ok(direct.includes(expected), `${file}: ${expected} does not fail, but ${direct.join(', ')}.`);
    console.log(`${seconds(Date.now() - startedMs).padStart(8)}  ${file}: ${direct.join(', ')}`);
  }
  execFileSync('git', ['diff', '--exit-code'], { cwd: copy });
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}
