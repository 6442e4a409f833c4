import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from '../paths.ts';
import { repositoryFiles } from '../repository/repository-files.ts';
import { arrows, typesOfTheSpec } from './arrows.ts';

const generatedTypesOnly = "a generated file imports its own folder, a library's types, or what it proves";

/** What generated code may import beside its own folder: what it proves, and what it is written in, see adr/0010 and adr/0011. */
const importsOfGeneratedCode = [
  ...typesOfTheSpec,
  'zod',
  '@truework-legacy/client',
  '@truework-legacy/zod/request',
  '@truework-legacy/zod/response',
  '@truework-legacy/zod/mini/request',
  '@truework-legacy/zod/mini/response',
  '../classic.ts',
  '../../classic.ts',
  '../mini.ts',
  '../bound-to.ts',
  '../checked-connection.ts',
  '../connection.ts',
  '../created-verification.ts',
  '../fields.ts',
  '../options.ts',
  '../pagination.ts',
  '../result.ts',
];

interface Import {
  file: string;
  specifier: string;
}

const files = repositoryFiles();

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The imports of the files whose path begins so. */
function importsIn(folder = ''): Import[] {
  return files
    .filter((file) => file.startsWith(folder) && /\.(ts|cjs|mjs|js|astro|mdx)$/.test(file))
    .flatMap((file) => importSpecifiers(read(file)).map((specifier) => ({ file, specifier })));
}

/** What a module imports: statically, for its effects, on demand, or through require. */
function importSpecifiers(code: string): string[] {
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** Each import against the arrows, as a sentence that says what to do. */
function violations(name: string, imports: Import[]): string[] {
  const { folder, mayImport, because } = arrows[name] ?? expect.unreachable();
  const allowed = mayImport.length === 0 ? 'no package of this repository' : mayImport.join(', ');
  return imports.flatMap(({ file, specifier }) => {
    const target = /^@truework-legacy\/([\w-]+)/.exec(specifier)?.[1];
    const leaves =
      specifier.startsWith('.') &&
      relative(join(root, folder), resolve(root, dirname(file), specifier)).startsWith('..');
    // What all builds share, as tsconfig.base.json is.
    if (specifier === '../../tsdown.base.js') return [];
    const isGeneratedType = typesOfTheSpec.includes(specifier) && file.includes('/src/generated/');
    const isTestData = specifier === '@truework-legacy/spec/test-data' && /\.test\.ts$|\/test\//.test(file);
    if (
      isGeneratedType ||
      isTestData ||
      (!leaves && (target === undefined || target === name || mayImport.includes(target)))
    )
      return [];
    return `${file} imports ${specifier}. ${name} may import ${allowed}: ${because}. Remove the import, see ARCHITECTURE.md.`;
  });
}

describe('the arrows between packages', () => {
  test.for(Object.keys(arrows))('%s imports only what it may', (name) => {
    const imports = importsIn(`${arrows[name]?.folder}/`);
    if (name !== 'spec')
      expect(
        imports.length,
        `no import was found in ${name}: the test looks in the wrong place`,
      ).toBeGreaterThan(0);
    expect(violations(name, imports)).toEqual([]);
  });

  test.for(Object.keys(arrows))('%s declares only what it may import', (name) => {
    const { folder, mayImport } = arrows[name] ?? expect.unreachable();
    const manifest = JSON.parse(read(join(folder, 'package.json')));
    const ours = (dependencies: object) =>
      Object.keys(dependencies).flatMap(
        (dependency) => /^@truework-legacy\/(.+)/.exec(dependency)?.[1] ?? [],
      );
    const shipped = ours({ ...manifest.dependencies, ...manifest.peerDependencies });
    const foreign = [
      ...shipped.filter((target) => !mayImport.includes(target)),
      // For its generated types, every package may have the spec at build time.
      ...ours({ ...manifest.devDependencies }).filter((target) => !['spec', ...mayImport].includes(target)),
    ];
    expect(foreign, `${folder}/package.json declares packages against the arrows`).toEqual([]);
  });

  test('the client has no runtime dependency', () => {
    const manifest = JSON.parse(read('packages/client/package.json'));
    expect([manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('every package of the workspace has its arrows', () => {
    const manifests = files.filter((file) => file.endsWith('/package.json'));
    expect(manifests.map(dirname).sort()).toEqual(
      Object.values(arrows)
        .map(({ folder }) => folder)
        .sort(),
    );
  });

  test('an import against the arrows is named with what to do', () => {
    expect(
      violations('sandbox', [
        { file: 'packages/sandbox/src/api/api.ts', specifier: '@truework-legacy/client' },
      ]),
    ).toEqual([
      'packages/sandbox/src/api/api.ts imports @truework-legacy/client. sandbox may import spec: a wrong client or validator must not confirm itself. Remove the import, see ARCHITECTURE.md.',
    ]);
    expect(
      violations('client', [
        { file: 'packages/client/src/a.ts', specifier: '../../zod/src/index.ts' },
        { file: 'packages/client/src/a.ts', specifier: '@truework-legacy/spec/types' },
        { file: 'packages/client/src/generated/types.gen.ts', specifier: '@truework-legacy/spec/document' },
        { file: 'packages/client/src/generated/types.gen.ts', specifier: '@truework-legacy/spec/types' },
      ]),
    ).toHaveLength(3);
    expect(
      importSpecifiers(
        `import a from 'a'; export * from "b"; import 'c'; await import('d'); require('e'); import type { F } from 'f';`,
      ).sort(),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});

describe('generated code', () => {
  test('imports nothing that was written by hand', () => {
    const imports = importsIn().filter(({ file }) => file.includes('/generated/'));
    expect(imports.length).toBeGreaterThan(0);
    const wrong = imports.filter(
      ({ specifier }) => !specifier.startsWith('./') && !importsOfGeneratedCode.includes(specifier),
    );
    expect(wrong, generatedTypesOnly).toEqual([]);
  });
});

describe('the versions', () => {
  const manifests = ['.', ...Object.values(arrows).map(({ folder }) => folder)].map((folder) =>
    join(folder, 'package.json'),
  );

  test.for(manifests)('%s takes every version from the catalog', (path) => {
    const manifest = JSON.parse(read(path));
    const loose = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !version.startsWith('catalog:') && version !== 'workspace:*')
      .map(([name]) => name);
    expect(loose, 'write "catalog:" and put the exact version into pnpm-workspace.yaml').toEqual([]);
  });

  test('the catalog is exact', () => {
    const catalog = read('pnpm-workspace.yaml').match(/^ {2,4}"?[@\w/-]+"?: \S+$/gm) ?? [];
    expect(catalog.length).toBeGreaterThan(10);
    const loose = catalog.filter((line) => !/: ((npm:[\w-]+@)?\d+\.\d+\.\d+|false)$/.test(line));
    expect(
      loose,
      'pin an exact version in pnpm-workspace.yaml, without ^ or ~, and run pnpm install',
    ).toEqual([]);
  });
});

describe('the guides', () => {
  // What was released, or says what to release. An API report is code, in which `[Symbol.hasInstance](value: unknown)` is not a link.
  const guides = files.filter(
    (file) => /\.mdx?$/.test(file) && !/^\.changeset\/|CHANGELOG\.md$|\/package-tests\/api\//.test(file),
  );

  test('name only paths that exist', () => {
    expect(guides.length).toBeGreaterThan(3);
    const kept = repositoryPaths();
    const missing = guides.flatMap((guide) =>
      pathsIn(read(guide))
        .filter((path) => !kept.has(resolve(root, dirname(guide), path)) && !kept.has(resolve(root, path)))
        .map((path) => `${guide} names ${path}, which does not exist`),
    );
    expect(missing).toEqual([]);
  });

  test('name only commands that exist', () => {
    const current = guides.filter((file) => file.endsWith('.md') && !file.startsWith('adr/'));
    const missing = current.flatMap((guide) =>
      commandsIn(read(guide)).flatMap(({ folder, script }) => {
        const manifest = JSON.parse(read(join(folder, 'package.json')));
        return Object.hasOwn(manifest.scripts, script)
          ? []
          : [`${guide} names ${script}, which is not a script of ${folder}/package.json`];
      }),
    );
    expect(missing).toEqual([]);
  });

  test('a command is found with and without a package', () => {
    const guide =
      '`pnpm build`, `npm run generate -- --check`, `pnpm --filter @truework-legacy/zod test`, `pnpm install`, `npm start`';
    expect(commandsIn(guide)).toEqual([
      { folder: '.', script: 'build' },
      { folder: '.', script: 'generate' },
      { folder: 'packages/zod', script: 'test' },
      { folder: '.', script: 'start' },
    ]);
  });

  test('a path is found in a link, in code, and in a tree', () => {
    const guide =
      'See [a](adr/0001.md), `tools/src/start.ts`, `npm start`, `POST /x/`, `a/<name>.ts`, [b](https://example.com/a.md).';
    expect(pathsIn(guide)).toEqual(['adr/0001.md', 'tools/src/start.ts']);
  });
});

/** Absolute paths of all files that git keeps or would keep, and of the folders they are in. */
function repositoryPaths(): Set<string> {
  const kept = new Set<string>([root]);
  for (const file of files) {
    for (let path = resolve(root, file); path !== root; path = dirname(path)) kept.add(path);
  }
  return kept;
}

/** What pnpm and npm do without a script. */
const builtIn = ['install', 'exec', 'add', 'pack', 'publish', 'sbom', 'audit', 'dlx', 'ping', 'run'];

/** What a guide says to run of a package.json. */
function commandsIn(markdown: string): { folder: string; script: string }[] {
  const command =
    /`(?:pnpm|npm run|npm(?= start| test))(?: run)?(?: --filter @truework-legacy\/([\w-]+))? ([a-z][\w:-]*)/g;
  return [...markdown.matchAll(command)].flatMap(([, name, script = '']) => {
    if (builtIn.includes(script)) return [];
    const folder = name === undefined ? '.' : name === 'spec' || name === 'tools' ? name : `packages/${name}`;
    return [{ folder, script }];
  });
}

/** What a guide names as a path of this repository: relative links, and code that begins with one of its folders. */
function pathsIn(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?!https?:|#|\/|mailto:)([^)#\s]+)[^)]*\)/g)].map(
    (match) => match[1] as string,
  );
  const code = [
    ...markdown.matchAll(/`((?:spec|tools|packages|adr|src|\.github|\.changeset|\.ci)\/[^`\s]*)`/g),
  ]
    .map((match) => match[1] as string)
    .filter((path) => !/[<>*{}…]/.test(path));
  return [...links, ...code];
}
