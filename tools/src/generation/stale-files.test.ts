import { describe, expect, test } from 'vitest';
import { manifestPath } from '../paths.ts';
import type { GeneratedTree, PresentTree } from './generated-tree.ts';
import type { Manifest } from './generation-code.ts';
import { findStaleFiles, type Memory } from './stale-files.ts';

const types = 'packages/client/src/generated/types.gen.ts';
const bundle = 'spec/generated/openapi.json';

interface Change {
  texts?: Record<string, string>;
  code?: Record<string, string>;
  tools?: Record<string, string>;
}

/** What a generation writes: two files and the manifest. */
function generation({ texts = {}, code = {}, tools = {} }: Change = {}): GeneratedTree {
  const manifest: Manifest = {
    tools: { '@redocly/cli': '1.0.0', ...tools },
    code: { 'tools/src/generation/banner.ts': 'aa', ...code },
  };
  return new Map(
    Object.entries({
      [types]: 'type A = 1',
      [bundle]: '{}',
      [manifestPath]: JSON.stringify(manifest),
      ...texts,
    }),
  );
}

const lying = (texts: GeneratedTree, odd: Record<string, string> = {}): PresentTree => ({
  texts,
  odd: new Map(Object.entries(odd)),
});

/** The stale files, if the present files were generated from a spec of which all of this has changed. */
function staleFiles(present: PresentTree, fresh: GeneratedTree, memory: Partial<Memory> = {}) {
  return findStaleFiles(present, fresh, async () => ({ tree: fresh, changes: [], ...memory }));
}

describe('findStaleFiles', () => {
  test('finds nothing if everything is fresh, and then reads no memory', async () => {
    expect(await findStaleFiles(lying(generation()), generation(), () => expect.unreachable())).toEqual([]);
  });

  test('names a hand edit, also if the spec changed as well', async () => {
    const present = generation({ texts: { [types]: 'type A = 2' } });
    const fresh = generation({ texts: { [bundle]: '{"a":1}' } });
    const memory = { tree: generation(), changes: ['spec/paths/a.yaml changed'] };
    expect(await staleFiles(lying(present), fresh, memory)).toEqual([
      { path: types, cause: 'it was edited by hand' },
      { path: bundle, cause: 'spec/paths/a.yaml changed' },
    ]);
  });

  test('names a file that was deleted', async () => {
    const present = generation();
    present.delete(types);
    expect(await staleFiles(lying(present), generation())).toEqual([
      { path: types, cause: 'it was deleted' },
    ]);
  });

  test('names a file that no generation writes, and a folder of that name', async () => {
    const strays = {
      'packages/client/src/generated/notes.ts': '',
      'packages/docs/src/generated/table.ts': '',
    };
    expect(await staleFiles(lying(generation({ texts: strays })), generation())).toEqual([
      {
        path: 'packages/client/src/generated/notes.ts',
        cause: 'no generation writes this file: it is left over, or was added by hand',
      },
      {
        path: 'packages/docs/src/generated/table.ts',
        cause:
          'no generation writes into this folder: move it, only generated files are in folders of this name',
      },
    ]);
  });

  test('names a new file and what of the spec brought it', async () => {
    const fresh = generation({ texts: { 'spec/generated/new.json': '{}' } });
    const memory = { tree: generation(), changes: ['spec/paths/new.yaml is new'] };
    expect(await staleFiles(lying(generation()), fresh, memory)).toEqual([
      { path: 'spec/generated/new.json', cause: 'it is new, spec/paths/new.yaml is new' },
    ]);
  });

  test('names what is odd about a file, whatever it holds, and not what is below it', async () => {
    const present = generation();
    present.delete(types);
    const odd = { [bundle]: 'it is executable', 'packages/client/src/generated': 'it is a symbolic link' };
    expect(await staleFiles(lying(present, odd), generation())).toEqual([
      { path: bundle, cause: 'it is executable' },
      { path: 'packages/client/src/generated', cause: 'it is a symbolic link' },
    ]);
  });

  test('names a tool of another version, and code that changed', async () => {
    const fresh = generation({
      texts: { [bundle]: '{ }' },
      tools: { '@redocly/cli': '2.0.0' },
      code: { 'tools/src/generation/banner.ts': 'bb' },
    });
    const cause = '@redocly/cli is now 2.0.0, tools/src/generation/banner.ts changed';
    expect(await staleFiles(lying(generation()), fresh)).toEqual([
      { path: bundle, cause },
      { path: manifestPath, cause: `${cause}, or it was edited by hand` },
    ]);
  });

  test('names one of many causes', async () => {
    const fresh = generation({ texts: { [bundle]: '{ }' } });
    const changes = ['spec/openapi.yaml changed', 'spec/paths/b.yaml is gone', 'spec/paths/c.yaml is new'];
    expect(await staleFiles(lying(generation()), fresh, { tree: generation(), changes })).toEqual([
      { path: bundle, cause: 'spec/openapi.yaml changed, and 2 more' },
    ]);
  });

  test('an unreadable manifest is not an obstacle', async () => {
    const present = generation({ texts: { [manifestPath]: '<<<<<<<', [types]: 'type A = 2' } });
    expect(await staleFiles(lying(present), generation())).toEqual([
      { path: types, cause: 'it was edited by hand' },
      { path: manifestPath, cause: 'it was edited by hand' },
    ]);
  });
});
