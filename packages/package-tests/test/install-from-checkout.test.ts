import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { published, root } from '../src/published.ts';
import { readManifest } from '../src/read-manifest.ts';
import { run } from '../src/run.ts';

const quick = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'truework-legacy-checkout-')));
  await symlink(root, join(folder, 'truework-legacy'), 'junction');
});

afterAll(() => rm(folder, { recursive: true }));

async function makeProject(name: string): Promise<string> {
  const project = join(folder, name);
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true }\n');
  return project;
}

/** What the README of a package says to do in a project beside a copy of the repository. */
async function installLines(packageFolder: string): Promise<string[]> {
  const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
  const [lines = ''] = [...readme.matchAll(/^```sh install\n([\s\S]*?)\n```$/gm)].map(([, it]) => it);
  return lines.split('\n');
}

describe.for(published)('$name, as its README says', ({ name, folder: packageFolder }) => {
  test.concurrent('is installed alone, and every entry point loads', async () => {
    const project = await makeProject(name.replace('/', '-'));
    const lines = await installLines(packageFolder);
    const install = lines.at(-1) ?? '';
    // Which the set-up of these tests has done.
    if (!install.includes('@truework-legacy/'))
      expect(lines.slice(0, -1)).toEqual(['(cd ../truework-legacy && npm run pack)']);
    // Once it is on npm, the README names the package there. What is tested is the one of this checkout.
    const ours = install.replaceAll(/@truework-legacy\/(\w+)/g, '../truework-legacy/packed/$1.tgz');
    await run('sh', ['-ec', ours], project, quick);

    const { exports = {} } = await readManifest(join(project, 'node_modules', name));
    // Vitest loads its fixture itself, and Node.js no YAML.
    const entries = Object.keys(exports).filter((entry) => !/vitest|yaml/.test(entry));
    const imports = entries.map((entry) => {
      const attributes = entry.endsWith('.json') ? " with { type: 'json' }" : '';
      return `import '${entry.replace('.', name)}'${attributes};`;
    });
    await run(process.execPath, ['--input-type=module', '--eval', imports.join('\n')], project);
  });
});
