import { describe, expect, test } from 'vitest';
import { findDrift } from './drift.ts';
import type { GeneratedTree } from './generated-tree.ts';
import { digest, type Manifest } from './generation/generate-all.ts';
import { manifestPath } from './paths.ts';

const types = 'packages/client/src/generated/types.gen.ts';
const bundle = 'spec/generated/openapi.json';

interface Change {
  texts?: Record<string, string>;
  inputs?: Record<string, string>;
  tools?: Record<string, string>;
}

/** What a generation writes: two files and the manifest that fits. */
function generation({ texts = {}, inputs = {}, tools = {} }: Change = {}): GeneratedTree {
  const files = new Map(Object.entries({ [types]: 'type A = 1', [bundle]: '{}', ...texts }));
  const manifest: Manifest = {
    tools: { '@redocly/cli': '1.0.0', ...tools },
    inputs: { 'spec/openapi.yaml': 'aa', ...inputs },
    outputs: Object.fromEntries([...files].map(([path, text]) => [path, digest(text)])),
  };
  return files.set(manifestPath, JSON.stringify(manifest));
}

describe('findDrift', () => {
  test('finds nothing where everything is fresh', () => {
    expect(findDrift(generation(), generation())).toEqual([]);
  });

  test('names a hand edit', () => {
    const present = generation().set(types, 'type A = 2');
    expect(findDrift(present, generation())).toEqual([{ path: types, cause: 'it was edited by hand' }]);
  });

  test('names a hand edit also where the spec changed as well', () => {
    const present = generation().set(types, 'type A = 2');
    const fresh = generation({ texts: { [bundle]: '{"a":1}' }, inputs: { 'spec/openapi.yaml': 'bb' } });
    expect(findDrift(present, fresh)).toEqual([
      { path: types, cause: 'it was edited by hand' },
      { path: bundle, cause: 'spec/openapi.yaml changed' },
    ]);
  });

  test('names a file that was deleted', () => {
    const present = generation();
    present.delete(types);
    expect(findDrift(present, generation())).toEqual([{ path: types, cause: 'it was deleted' }]);
  });

  test('names a file that no generation writes', () => {
    const present = generation().set('packages/client/src/generated/notes.ts', '');
    expect(findDrift(present, generation())).toEqual([
      {
        path: 'packages/client/src/generated/notes.ts',
        cause: 'no generation writes this file: it is left over, or was added by hand',
      },
    ]);
  });

  test('names a new file and the input that brought it', () => {
    const fresh = generation({
      texts: { 'spec/generated/new.json': '{}' },
      inputs: { 'spec/paths/new.yaml': 'cc' },
    });
    expect(findDrift(generation(), fresh)).toEqual([
      { path: 'spec/generated/new.json', cause: 'it is new, spec/paths/new.yaml is new' },
    ]);
  });

  test('names a tool of another version', () => {
    const fresh = generation({ texts: { [bundle]: '{ }' }, tools: { '@redocly/cli': '2.0.0' } });
    expect(findDrift(generation(), fresh)).toEqual([{ path: bundle, cause: '@redocly/cli is now 2.0.0' }]);
  });

  test('an input that changes no output still makes the manifest stale', () => {
    const fresh = generation({ inputs: { 'spec/openapi.yaml': 'bb' } });
    expect(findDrift(generation(), fresh)).toEqual([
      { path: manifestPath, cause: 'spec/openapi.yaml changed' },
    ]);
  });

  test('names one of many inputs, and an example only where nothing else changed', () => {
    const inputs = {
      'spec/components/examples/A.yaml': 'x',
      'spec/openapi.yaml': 'bb',
      'spec/paths/b.yaml': 'x',
    };
    const fresh = generation({ texts: { [bundle]: '{ }' }, inputs });
    expect(findDrift(generation(), fresh)).toEqual([
      { path: bundle, cause: 'spec/openapi.yaml changed, and 2 more inputs' },
    ]);
  });

  test('a manifest that nobody can read is no obstacle', () => {
    const present = generation().set(manifestPath, '{').set(types, 'type A = 2');
    expect(findDrift(present, generation()).map(({ path }) => path)).toEqual([types]);
  });
});
