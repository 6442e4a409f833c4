import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const name = '@truework-legacy/spec';
const root = join(import.meta.dirname, '../..');

interface Manifest {
  name: string;
  exports?: Record<string, unknown>;
  publishConfig?: { exports?: Record<string, unknown> };
  files?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

/** The folders of the packages that depend on the spec. */
const dependents = readdirSync(join(root, 'packages'))
  .map((folder) => join('packages', folder))
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .filter((folder) => {
    const { dependencies, devDependencies } = manifestOf(folder);
    return name in { ...dependencies, ...devDependencies };
  });

describe(name, () => {
  it('is what other packages depend on', () => {
    expect(dependents).toContain(join('packages', 'sandbox'));
  });

  it.each(['spec', ...dependents])(
    '%s finds the document as JSON and as YAML, and both are the same',
    (folder) => {
      const { resolve } = createRequire(join(root, folder, 'package.json'));
      const read = (path: string) => readFileSync(resolve(`${name}/${path}`), 'utf8');
      const fromJson: unknown = JSON.parse(read('openapi.json'));
      expect(fromJson).toMatchObject({ openapi: '3.1.0', info: { version: '2019-10-15' } });
      expect(parse(read('openapi.yaml'))).toEqual(fromJson);
    },
  );

  it.each([
    ['1.1', YAML11_SCHEMA],
    ['1.2', CORE_SCHEMA],
  ])('is the same to a reader of YAML %s that did not write it', (_, schema) => {
    const read = (file: string) => readFileSync(join(root, 'spec/generated', file), 'utf8');
    expect(load(read('openapi.yaml'), { schema })).toEqual(JSON.parse(read('openapi.json')));
  });

  it('imports as JSON', async () => {
    const imported = await import('@truework-legacy/spec/openapi.json', { with: { type: 'json' } });
    expect(imported.default.info.version).toBe('2019-10-15');
  });

  it('publishes every file that it exports, and keeps its reader, its types and its test data to this repository', () => {
    const { exports, publishConfig, files } = manifestOf('spec');
    // TypeScript in node_modules is nothing that Node.js loads.
    const {
      './document': reader,
      './test-data': testData,
      './types': types,
      './2023-10-30/types': laterTypes,
      ...published
    } = exports ?? {};
    expect([reader, testData]).toEqual(['./document/index.ts', './test-data/index.ts']);
    expect([types, laterTypes]).toEqual([
      { types: './generated/types.gen.d.ts' },
      { types: './2023-10-30/generated/types.gen.d.ts' },
    ]);
    expect(publishConfig?.exports).toEqual(published);
    expect(files).toEqual(
      expect.arrayContaining(Object.values(published).map((file) => String(file).replace('./', ''))),
    );
  });
});
