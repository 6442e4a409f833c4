import { execFileSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';
import { checkTasks } from '../run/verdict.ts';

// A test that is not run, and a file that is not compiled, fail nothing.

function run(program: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
}

/** Run on demand, as CONTRIBUTING.md says. */
const onDemand = ['docs-fleet', 'package-hosts'];

/** Runs in what is installed from the tarballs. */
const fixture = 'packages/package-tests/fixtures/vitest/fixture.test.ts';

const perPackage = (name: string, folder = '../..') => `vitest run --root ${folder} --project ${name}`;
const withTests = 'tsc --checkers 1 && tsc -p tsconfig.test.json --checkers 1';

test('npm test runs these commands, and each fails if a part of it does', () => {
  const plan = JSON.parse(
    run('node_modules/turbo/bin/turbo', 'run', ...checkTasks, 'test:browser', '--dry=json'),
  ) as { tasks: { taskId: string; command: string }[] };
  const commands = plan.tasks
    .filter(({ command }) => command !== '<NONEXISTENT>')
    .map(({ taskId, command }) => [taskId.replace('@truework-legacy/', ''), command]);
  const source = 'node --conditions=@truework-legacy/source';
  expect(
    Object.fromEntries(commands),
    'The scripts of package.json are not those listed in this test',
  ).toEqual({
    '//#check:generated': 'node tools/src/generate.ts --check',
    '//#lint:code':
      'biome ci --colors=off --error-on-warnings . && knip --no-progress && node tools/src/guards/check-words.ts && node tools/src/guards/check-workflows.ts',
    '//#test:repository': 'vitest run --project repository',
    'spec#lint':
      'redocly lint openapi.yaml --config redocly.yaml --format stylish && redocly lint 2023-10-30/openapi.yaml --config 2023-10-30/redocly.yaml --format stylish',
    'spec#typecheck': 'tsc --checkers 1',
    'spec#test': perPackage('spec', '..'),
    'tools#typecheck': 'tsc --checkers 1',
    'tools#test': perPackage('tools', '..'),
    'client#build': 'tsdown',
    'client#typecheck': withTests,
    'client#test': perPackage('client'),
    'zod#build': 'tsdown',
    'zod#typecheck': 'tsc --checkers 1',
    'zod#test': perPackage('zod'),
    'migrate#build': 'tsdown',
    'migrate#typecheck': withTests,
    'migrate#test': perPackage('migrate'),
    'sandbox#lint': 'redocly lint admin/openapi.yaml --config admin/redocly.yaml --format stylish',
    'sandbox#build': 'tsdown',
    'sandbox#typecheck':
      'tsc --checkers 1 && tsc -p inspector --checkers 1 && tsc -p test/browser --checkers 1',
    'sandbox#test': perPackage('sandbox'),
    'sandbox#test:browser': perPackage('sandbox-browser'),
    'docs#build': `${source} site.ts build`,
    'docs#typecheck': 'tsc --checkers 1',
    'docs#test': perPackage('docs'),
    'docs#test:browser': perPackage('browser'),
    'contract-tests#typecheck': 'tsc --checkers 1',
    'contract-tests#test': perPackage('contract'),
    'contract-tests#mutate:changes': `${source} mutation/mutate.ts --changed`,
    'package-tests#typecheck': 'tsc --checkers 1',
    'package-tests#test': perPackage('package'),
    'bench#typecheck': 'node src/peers/generate.ts && tsc --checkers 1',
    'bench#test': perPackage('bench'),
  });
});

test('every test file is in a project of vitest, and is run by npm test or on demand', () => {
  const listed = JSON.parse(run('node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json')) as {
    file: string;
    projectName: string;
  }[];
  const isRun = new Set(listed.map(({ file }) => relative(root, file)));
  const isTest = (file: string) => /\.test\.ts$/.test(file) && file !== fixture;
  expect(
    repositoryFiles().filter((file) => isTest(file) && !isRun.has(file)),
    'No project of vitest.config.ts includes these',
  ).toEqual([]);
  expect(
    listed
      .filter(({ projectName }) => onDemand.includes(projectName))
      .map(({ file }) => dirname(relative(root, file)))
      .filter((folder) => !/\/(on-demand|hosts)$/.test(folder)),
    'These are run on demand only',
  ).toEqual([]);
});

test('every source and test is compiled by the typecheck of its package', () => {
  const files = repositoryFiles();
  const configs = files.filter((file) => /\/tsconfig(\.\w+)?\.json$/.test(file));
  const compiled = new Set(
    configs.flatMap((config) => {
      const parsed = ts.getParsedCommandLineOfConfigFile(join(root, config), undefined, {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: () => {},
      });
      return (parsed?.fileNames ?? []).map((file) => relative(root, file));
    }),
  );
  const isSource = (file: string) =>
    /^(spec|tools|packages)\/.*\.ts$/.test(file) && !/\/types\.gen\.d\.ts$/.test(file) && file !== fixture;
  expect(
    files.filter((file) => isSource(file) && !compiled.has(file)),
    'No tsconfig.json includes these',
  ).toEqual([]);
});
