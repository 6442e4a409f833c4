import { readFile, stat } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, test } from 'vitest';
import { published } from '../src/published.ts';
import { run } from '../src/run.ts';

const tarballs = inject('tarballs');

const always = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** What no tarball should hold: sources, tests, and what tools leave behind. */
const unwanted = /(?<!\.d)\.[cm]?ts$|\.test\.|\.(map|tsbuildinfo|log|env)$/;

function tarballOf(name: string): string {
  return tarballs[name] ?? expect.unreachable(`${name} was not packed`);
}

describe.for(published)('$name', ({ name, holds, atMostKb }) => {
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

  test('its manifest names versions, not places of the workspace', async () => {
    const manifest = await run('tar', ['-xzOf', tarballOf(name), 'package/package.json'], '.');
    expect(manifest).not.toMatch(/"(workspace|catalog|link|file):/);
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
    if (result.types === false) expect.unreachable(`${name} has no types`);
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

  test('not those of the sandbox, whose fixture is an ES module, as vitest is', async () => {
    expect(await problemsOf('@truework-legacy/sandbox')).toEqual(['CJSResolvesToESM: ./vitest, node16-cjs']);
  });
});
