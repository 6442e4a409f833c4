import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

interface Manifest {
  exports: Record<string, unknown>;
  publishConfig: { exports: Record<string, unknown> };
  files: string[];
}

describe('the package', () => {
  it.each([
    ['1.1', YAML11_SCHEMA],
    ['1.2', CORE_SCHEMA],
  ])('is the same to a reader of YAML %s that did not write it', (_, schema) => {
    expect(load(read('generated/openapi.yaml'), { schema })).toEqual(
      JSON.parse(read('generated/openapi.json')),
    );
  });

  it('publishes every file that it exports, and keeps its reader, its types and its test data to this repository', () => {
    const { exports, publishConfig, files } = JSON.parse(read('package.json')) as Manifest;
    // TypeScript in node_modules is nothing that Node.js loads.
    const kept = ['./document', './test-data', './types', './2023-10-30/types'];
    const published = Object.entries(exports).filter(([name]) => !kept.includes(name));
    expect(publishConfig.exports).toEqual(Object.fromEntries(published));
    expect(files.map((file) => `./${file}`)).toEqual(
      expect.arrayContaining(published.map(([, file]) => file)),
    );
  });
});
