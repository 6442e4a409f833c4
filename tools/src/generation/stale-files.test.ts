import { expect, test } from 'vitest';
import { manifestPath } from '../paths.ts';
import type { GeneratedTree } from './generated-tree.ts';
import type { Manifest } from './generation-code.ts';
import { findStaleFiles, type Memory } from './stale-files.ts';

const types = 'packages/client/src/generated/types.gen.ts';
const bundle = 'spec/generated/openapi.json';
const banner = 'tools/src/generation/banner.ts';

interface Change {
  /** Undefined for a file that is not there. */
  texts?: Record<string, string | undefined>;
  code?: Record<string, string>;
  tools?: Record<string, string>;
}

/** What a generation writes: two files and the manifest. */
function generation({ texts = {}, code = {}, tools = {} }: Change = {}): GeneratedTree {
  const manifest: Manifest = {
    tools: { '@redocly/cli': '1.0.0', ...tools },
    code: { [banner]: 'aa', ...code },
  };
  const all = { [types]: 'type A = 1', [bundle]: '{}', [manifestPath]: JSON.stringify(manifest), ...texts };
  return new Map(Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

interface Found {
  present: Change;
  fresh?: Change;
  /** What is odd about a path, whatever is there. */
  odd?: Record<string, string>;
  /** What has changed in the spec since the present files were generated. */
  changes?: string[];
  /** The cause by path. */
  stale: Record<string, string>;
}

const edited = 'it was edited by hand';
const newer = `@redocly/cli is now 2.0.0, ${banner} changed`;

const rows: Record<string, Found> = {
  'a hand edit, also if the spec changed as well': {
    present: { texts: { [types]: 'type A = 2' } },
    fresh: { texts: { [bundle]: '{"a":1}' } },
    changes: ['spec/paths/a.yaml changed'],
    stale: { [types]: edited, [bundle]: 'spec/paths/a.yaml changed' },
  },
  'a file that was deleted': {
    present: { texts: { [types]: undefined } },
    stale: { [types]: 'it was deleted' },
  },
  'a file that no generation writes, and a folder of that name': {
    present: {
      texts: { 'packages/client/src/generated/notes.ts': '', 'packages/docs/src/generated/table.ts': '' },
    },
    stale: {
      'packages/client/src/generated/notes.ts':
        'no generation writes this file: it is left over, or was added by hand',
      'packages/docs/src/generated/table.ts':
        'no generation writes into this folder: move it, only generated files are in folders of this name',
    },
  },
  'a new file and what of the spec brought it': {
    present: {},
    fresh: { texts: { 'spec/generated/new.json': '{}' } },
    changes: ['spec/paths/new.yaml is new'],
    stale: { 'spec/generated/new.json': 'it is new, spec/paths/new.yaml is new' },
  },
  'what is odd about a file, whatever it holds, and not what is below it': {
    present: { texts: { [types]: undefined } },
    odd: { [bundle]: 'it is executable', 'packages/client/src/generated': 'it is a symbolic link' },
    stale: { [bundle]: 'it is executable', 'packages/client/src/generated': 'it is a symbolic link' },
  },
  'a tool of another version, and code that changed': {
    present: {},
    fresh: { texts: { [bundle]: '{ }' }, tools: { '@redocly/cli': '2.0.0' }, code: { [banner]: 'bb' } },
    stale: { [bundle]: newer, [manifestPath]: `${newer}, or it was edited by hand` },
  },
  'one of many causes': {
    present: {},
    fresh: { texts: { [bundle]: '{ }' } },
    changes: ['spec/openapi.yaml changed', 'spec/paths/b.yaml is gone', 'spec/paths/c.yaml is new'],
    stale: { [bundle]: 'spec/openapi.yaml changed, and 2 more' },
  },
  'a hand edit beside an unreadable manifest': {
    present: { texts: { [manifestPath]: '<<<<<<<', [types]: 'type A = 2' } },
    stale: { [types]: edited, [manifestPath]: edited },
  },
};

test.for(Object.entries(rows))('names %s', async ([, { present, fresh, odd = {}, changes, stale }]) => {
  const now = generation(fresh);
  const lying = { texts: generation(present), odd: new Map(Object.entries(odd)) };
  // Without a change of the spec, what is generated from the spec of then is what is generated now.
  const memory: Memory = changes ? { tree: generation(), changes } : { tree: now, changes: [] };
  const found = await findStaleFiles(lying, now, async () => memory);
  expect(found).toEqual(Object.entries(stale).map(([path, cause]) => ({ path, cause })));
});

test('finds nothing if everything is fresh, and then reads no memory', async () => {
  const lying = { texts: generation(), odd: new Map() };
  expect(await findStaleFiles(lying, generation(), () => expect.unreachable())).toEqual([]);
});
