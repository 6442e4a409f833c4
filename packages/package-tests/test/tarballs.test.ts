import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { published, root } from '../src/published.ts';
import { run } from '../src/run.ts';

const tarballs = inject('tarballs');

const always = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** What no tarball should hold: tests, and what tools leave behind. */
const unwanted = /\.test(-d)?\.|\.(tsbuildinfo|log|env)$/;

interface PublishedManifest {
  readonly exports: Readonly<
    Record<string, { readonly types?: string; readonly require?: { readonly types: string } }>
  >;
  readonly typesVersions?: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly bin?: object;
  readonly sideEffects?: boolean;
}

function tarballOf(name: string): string {
  return tarballs[name] ?? expect.unreachable(`${name} was not packed`);
}

describe.for(published)('$name', ({ name, folder, holds, atMostKb }) => {
  test('its tarball contains what it should, and no more', async () => {
    const listed = await run('tar', ['-tzf', tarballOf(name)], '.');
    const files = listed
      .trim()
      .split('\n')
      .map((file) => file.replace('package/', ''));
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
    for (const folder of holds)
      expect(
        files.some((file) => file.startsWith(`${folder}/`)),
        folder,
      ).toBe(true);
    const strange = files.filter(
      (file) =>
        unwanted.test(file) ||
        !(always.includes(file) || holds.some((folder) => file.startsWith(`${folder}/`))),
    );
    expect(strange).toEqual([]);
  });

  test(`its tarball weighs at most ${atMostKb} kB`, async () => {
    const kilobytes = (await stat(tarballOf(name))).size / 1000;
    console.log(`${name}: ${kilobytes.toFixed(1)} kB packed`);
    expect(kilobytes).toBeLessThanOrEqual(atMostKb);
  });

  test('its manifest says where it comes from, and names nothing of the workspace', async () => {
    const text = await run('tar', ['-xzOf', tarballOf(name), 'package/package.json'], '.');
    expect(text).not.toMatch(/"(workspace|catalog|link|file):|@truework-legacy\/source|\.\.\//);
    const {
      repository,
      homepage,
      bugs,
      publishConfig,
      dependencies = {},
      devDependencies,
      ...manifest
    } = JSON.parse(text);
    const { repository: home, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const directory = relative(root, folder).replaceAll(sep, '/');
    expect(manifest.license).toBe(license);
    expect(await run('tar', ['-xzOf', tarballOf(name), 'package/LICENSE'], '.')).toMatch(
      `${license} License\n`,
    );
    expect(manifest.description).toMatch(/\. Unofficial: not affiliated with Truework$/);
    expect({ repository, homepage, bugs }).toEqual({
      repository: { type: 'git', url: `git+${home}.git`, directory },
      homepage: `${home}/tree/main/${directory}#readme`,
      bugs: `${home}/issues`,
    });
    expect(publishConfig).toMatchObject({ access: 'public', provenance: true });
    expect(devDependencies).toBeUndefined();
    // Users get the patches of a dependency without a release of ours.
    expect(Object.values(dependencies).filter((version) => !String(version).startsWith('^'))).toEqual([]);
  });

  test('its manifest says what else tools ask', async () => {
    const text = await run('tar', ['-xzOf', tarballOf(name), 'package/package.json'], '.');
    const { exports, typesVersions, bin = {}, sideEffects } = JSON.parse(text) as PublishedManifest;
    // What keeps state, and what is data, is nothing to leave out of a bundle.
    expect(sideEffects).toBe(/spec|sandbox/.test(name) ? undefined : false);
    const program = name.replace('@truework-legacy/', 'truework-');
    expect(Object.keys(bin)).toEqual(/migrate|sandbox/.test(name) ? [program] : []);
    // Older compilers do not read `exports`.
    for (const [entry, { types, require: forRequire }] of Object.entries(exports)) {
      const expected = forRequire?.types ?? types;
      if (entry === '.' || expected === undefined) continue;
      const found = Object.entries(typesVersions?.['*'] ?? {}).flatMap(([pattern, [file = '']]) => {
        const [before = '', after] = `./${pattern}`.split('*');
        if (after === undefined) return before === entry ? [file] : [];
        return entry.startsWith(before) ? [file.replace('*', entry.slice(before.length))] : [];
      });
      expect(found, `typesVersions of ${entry}`).toEqual([expected]);
    }
  });

  test('its maps name files that it contains', async () => {
    const unpacked = await mkdtemp(join(tmpdir(), 'truework-legacy-tarball-'));
    onTestFinished(() => rm(unpacked, { recursive: true }));
    await run('tar', ['-xzf', tarballOf(name), '-C', unpacked], '.');
    const files = await readdir(unpacked, { recursive: true });
    const missing = await Promise.all(
      files
        .filter((file) => file.endsWith('.map'))
        .map(async (file) => {
          const { sources } = JSON.parse(await readFile(join(unpacked, file), 'utf8')) as {
            sources: string[];
          };
          const named = sources.map((source) => join(dirname(file), source));
          return named.filter((source) => !files.includes(source)).map((source) => `${file}: ${source}`);
        }),
    );
    expect(missing.flat()).toEqual([]);
    if (name !== '@truework-legacy/spec')
      expect(files).toEqual(
        expect.arrayContaining(['index.cjs.map', 'index.d.cts.map'].map((map) => join('package/dist', map))),
      );
  });

  test('publint has nothing to say', async () => {
    const { buffer, byteOffset, byteLength } = await readFile(tarballOf(name));
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });
});

describe('are the types wrong?', () => {
  /** Each problem in one line: `NoResolution: ./webhooks, node10`. */
  async function problemsOf(name: string): Promise<string[]> {
    const result = await checkPackage(createPackageFromTarballData(await readFile(tarballOf(name))));
    if (result.types === false) return ['no types'];
    return result.problems.map(({ kind, ...where }) => {
      const location = Object.values(where).filter((value) => typeof value === 'string');
      return `${kind}: ${location.join(', ')}`;
    });
  }

  test.for(['@truework-legacy/client', '@truework-legacy/zod', '@truework-legacy/migrate'])(
    'not those of %s',
    async (name) => {
      expect(await problemsOf(name)).toEqual([]);
    },
  );

  test('the spec has none, as JSON has none', async () => {
    expect(await problemsOf('@truework-legacy/spec')).toEqual(['no types']);
  });

  test('not those of the sandbox, whose fixture is an ES module, as vitest is', async () => {
    expect(await problemsOf('@truework-legacy/sandbox')).toEqual(['CJSResolvesToESM: ./vitest, node16-cjs']);
  });
});
