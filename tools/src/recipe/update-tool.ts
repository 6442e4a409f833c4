import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository } from '../repository/repository-copy.ts';

// CONTRIBUTING.md's recipe "update a tool", up to `pnpm test`, with another version of Redocly. It needs npm's registry: weekly.

const tool = '@redocly/cli';
const another = '2.73.0';
const mayChange = /^(pnpm-workspace\.yaml|pnpm-lock\.yaml|(.*\/)?generated\/.*)$/;

const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-tool-'));
const copy = join(folder, 'truework-legacy');
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  cloneRepository(copy);
  const catalog = join(copy, 'pnpm-workspace.yaml');
  const before = readFileSync(catalog, 'utf8');
  const after = before.replace(new RegExp(`("${tool}": ).+`), `$1${another}`);
  assert.notEqual(after, before, `the catalog has another version of ${tool} than ${another}`);
  writeFileSync(catalog, after);
  run('pnpm', 'install', '--no-frozen-lockfile');
  run('pnpm', 'generate');
  const changed = run('git', 'diff', '--name-only').trim().split('\n');
  assert.deepEqual(
    changed.filter((file) => !mayChange.test(file)),
    [],
    'only the catalog, the lockfile and what is generated changes',
  );
  const manifest = JSON.parse(readFileSync(join(copy, 'tools/src/generated/manifest.json'), 'utf8'));
  assert.equal(manifest.tools[tool], another);
  run('pnpm', 'generate', '--check');
  console.log(`Generated with ${tool} ${another}: ${changed.join(', ')}`);
} finally {
  rmSync(folder, { recursive: true });
}
