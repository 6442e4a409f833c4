import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';

// Settings that fail nothing if they become weaker.

const files = repositoryFiles();
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('the compiler and the linter are as strict as they were', () => {
  const { compilerOptions } = JSON.parse(read('tsconfig.base.json'));
  expect(compilerOptions).toMatchObject({
    ...{ strict: true, exactOptionalPropertyTypes: true, noFallthroughCasesInSwitch: true },
    ...{ noImplicitOverride: true, noImplicitReturns: true, noPropertyAccessFromIndexSignature: true },
    ...{ noUncheckedIndexedAccess: true, noUncheckedSideEffectImports: true, noUnusedLocals: true },
    ...{ noUnusedParameters: true, allowUnreachableCode: false, allowUnusedLabels: false },
    ...{ erasableSyntaxOnly: true, isolatedModules: true, verbatimModuleSyntax: true },
  });
  const loose = files
    .filter((file) => /\/tsconfig(\.\w+)?\.json$/.test(file))
    .filter((file) =>
      Object.keys(JSON.parse(read(file)).compilerOptions ?? {}).some((it) =>
        /^(no[IPU]|strict|exact|allowUn)/.test(it),
      ),
    );
  expect(loose, 'Leave strictness to tsconfig.base.json').toEqual([]);
  const { files: linted, linter } = JSON.parse(read('biome.json'));
  expect(linter.rules).toMatchObject({
    preset: 'recommended',
    style: { useImportType: 'error', useNodejsImportProtocol: 'error', noNonNullAssertion: 'error' },
    correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
    suspicious: { noConsole: 'off', noImportCycles: { level: 'error' } },
    complexity: { useLiteralKeys: 'off' },
  });
  expect(linted.includes.filter((glob: string) => /\/(src|test)\b|\.ts\b|packages/.test(glob))).toEqual([]);
});

test('peers are those that are tested', () => {
  const { catalog } = parse(read('pnpm-workspace.yaml'));
  const [major, minor] = catalog.zod.split('.').map(Number);
  const peers = files
    .filter((file) => /^(spec|packages\/[\w-]+)\/package\.json$/.test(file))
    .map((file) => [file, JSON.parse(read(file)).peerDependencies])
    .filter(([, ranges]) => ranges);
  expect(Object.fromEntries(peers)).toEqual({
    'packages/sandbox/package.json': { vitest: '>=3' },
    'packages/zod/package.json': {
      zod: `>=${catalog['zod-lowest'].split('@')[1]} <${major}.${minor + 1}.0`,
    },
  });
});

test('what a workflow puts into the environment is read by something', () => {
  const code = files.filter((file) => /\.(c?[jt]s|json)$/.test(file) && !/generated/.test(file)).map(read);
  // By the remote cache of turbo, and by gh.
  const isRead = (name = '', workflow = '') =>
    /^(TURBO_\w+|GH_TOKEN)$/.test(name) ||
    [workflow, ...code].some((text) => new RegExp(`\\b${name}\\b(?!:)`).test(text));
  const unread = files
    .filter((file) => file.startsWith('.github/workflows/'))
    .flatMap((file) =>
      [...read(file).matchAll(/^ +([A-Z][A-Z_]+): /gm)]
        .filter(([, name]) => !isRead(name, read(file)))
        .map(([, name]) => `${file}: ${name}`),
    );
  expect(unread).toEqual([]);
});

test('CI runs npm test on each Node.js that it may be started with', () => {
  expect(parse(read('.github/workflows/ci.yml')).jobs.test.strategy.matrix.node).toEqual([22, 24, 26]);
});
