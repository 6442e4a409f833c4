import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codeDigests, currentManifest } from './generation-code.ts';

test('the code of a generation is every module that it imports, also through others, and in circles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-code-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('entry.ts', "import { b } from './b.ts'; import 'node:fs'; import 'typescript';");
  write('b.ts', "export * from './c.ts';");
  write('c.ts', "import './b.ts'; export const b = 1;");
  write('unused.ts', '');
  const names = () => Object.keys(codeDigests(join(folder, 'entry.ts'))).map((path) => basename(path));
  expect(names()).toEqual(['b.ts', 'c.ts', 'entry.ts']);
  write('c.ts', "import './unused.ts';");
  expect(names()).toEqual(['b.ts', 'c.ts', 'entry.ts', 'unused.ts']);
});

test('that of this repository is named from its root, with the versions of the tools', () => {
  const { code, tools } = currentManifest();
  expect(Object.keys(code)).toEqual(
    expect.arrayContaining(['biome.json', 'tools/src/generation/generate-all.ts', 'tools/src/paths.ts']),
  );
  expect(
    Object.keys(code).filter((path) => path.startsWith('spec/') && /\.(ya?ml|json|md)$/.test(path)),
  ).toEqual([]);
  expect(tools).toMatchObject({ '@redocly/cli': expect.stringMatching(/^\d/) });
});
