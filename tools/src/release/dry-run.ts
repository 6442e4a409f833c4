import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository, commitAll } from '../repository/repository-copy.ts';
import { seconds } from '../run/table.ts';
import { publishedPackages } from './published-packages.ts';
import { startRegistry } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-release-'));
const copy = join(folder, 'truework-legacy');
const project = join(folder, 'project');
mkdirSync(project);

const registry = await startRegistry(folder);
const npmrc = join(folder, '.npmrc');
writeFileSync(npmrc, `registry=${registry.url}\n${registry.url.replace('http:', '')}:_authToken=dry-run\n`);
const env = {
  ...process.env,
  npm_config_userconfig: npmrc,
  npm_config_registry: registry.url,
  pnpm_config_registry: registry.url,
  // Only a workflow has the identity that provenance is signed with.
  npm_config_provenance: 'false',
  pnpm_config_provenance: 'false',
};

function run(cwd: string, program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

async function step<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  const startedMs = Date.now();
  const result = await work();
  console.log(`${seconds(Date.now() - startedMs).padStart(8)}  ${title}`);
  return result;
}

/** What the release workflow runs, job by job. */
function release(version: string): void {
  run(copy, 'pnpm', 'release:version');
  for (const { name, folder: own } of publishedPackages) {
    const manifest = JSON.parse(readFileSync(join(copy, own, 'package.json'), 'utf8'));
    assert.equal(manifest.version, version, `the version of ${name}`);
  }
  const changelog = readFileSync(join(copy, 'packages/client/CHANGELOG.md'), 'utf8');
  const [, entries = ''] = changelog.split(/^## .*$/m);
  assert.equal(entries.match(/^- /gm)?.length, 1, `the changelog of ${version} has one entry:\n${entries}`);
  run(copy, 'pnpm', 'test:repository', 'arrows', 'install-lines');
  run(copy, 'pnpm', 'generate', '--check');
  commitAll(copy, `release ${version}`);
  const out = join(folder, version);
  run(copy, 'pnpm', 'changeset', 'publish-plan', '--output', join(folder, 'plan.json'));
  run(copy, 'pnpm', 'changeset', 'pack', '--from-publish-plan', join(folder, 'plan.json'), '--out-dir', out);
  assert.deepEqual(
    readdirSync(join(out, 'packages')).sort(),
    publishedPackages.map(({ name }) => `truework-legacy-${name}-${version}.tgz`).sort(),
  );
  run(copy, 'pnpm', 'release:sbom');
  assert.deepEqual(
    readdirSync(join(copy, 'packed/sbom')).sort(),
    publishedPackages.map(({ name }) => `truework-legacy-${name}.json`).sort(),
  );
  run(copy, 'pnpm', 'changeset', 'publish', '--from-pack-dir', out);
}

function blocks(readme: string, language: string): string[] {
  const text = readFileSync(join(copy, readme), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, it = '']) => it,
  );
}

/** Installs what the READMEs say, to the letter. */
function install(): void {
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const { folder: own } of [{ folder: '.' }, ...publishedPackages]) {
    const readme = join(own, 'README.md');
    const [lines = '', ...more] = blocks(readme, 'sh install');
    assert.match(lines, /npm install/, `the installation lines of ${readme}`);
    assert.deepEqual(more, []);
    run(project, 'sh', '-ec', lines);
  }
}

/** The first program of the README. */
function quickStart(): void {
  const [program = ''] = blocks('README.md', 'ts');
  writeFileSync(join(project, 'quick-start.ts'), program);
  assert.match(run(project, process.execPath, 'quick-start.ts'), /Open the widget with/);
}

function versionOf(name: string): string {
  return JSON.parse(
    readFileSync(join(project, 'node_modules/@truework-legacy', name, 'package.json'), 'utf8'),
  ).version;
}

try {
  await step('copied the repository and installed it', () => cloneRepository(copy, env));
  await step('versioned, packed and published 0.1.0', () => release('0.1.0'));
  await step('installed all five elsewhere, as the READMEs say', install);
  await step('ran the first program of the README', quickStart);
  await step('versioned, packed and published 0.1.1', () => {
    const names = publishedPackages.map(({ name }) => `"@truework-legacy/${name}": patch`);
    writeFileSync(join(copy, '.changeset/next.md'), `---\n${names.join('\n')}\n---\n\nA rehearsal.\n`);
    release('0.1.1');
  });
  await step('upgraded, and ran it again', () => {
    run(project, 'npm', 'update');
    for (const { name } of publishedPackages) assert.equal(versionOf(name), '0.1.1', `the upgraded ${name}`);
    quickStart();
  });
  await step('found nothing left to publish', () => {
    const plan = join(folder, 'plan.json');
    run(copy, 'pnpm', 'changeset', 'publish-plan', '--output', plan);
    const { plan: groups } = JSON.parse(readFileSync(plan, 'utf8')) as { plan: { kind: string }[][] };
    assert.deepEqual(
      groups.flat().filter(({ kind }) => kind === 'publish'),
      [],
    );
  });
} finally {
  await registry.close();
  rmSync(folder, { recursive: true });
}
