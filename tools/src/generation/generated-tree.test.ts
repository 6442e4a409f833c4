import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { layTree, readTree } from './generated-tree.ts';

const fresh = new Map([
  ['spec/generated/openapi.json', '{}'],
  ['packages/client/src/generated/types.gen.ts', 'type A = 1'],
]);
const folder = 'packages/client/src/generated';

let top: string;
let outside: string;

beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'truework-legacy-tree-'));
  outside = mkdtempSync(join(tmpdir(), 'truework-legacy-outside-'));
  mkdirSync(join(top, 'packages/client/src'), { recursive: true });
  await layTree(fresh, await readTree(top), top);
});

afterEach(() => {
  for (const path of [top, outside]) rmSync(path, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}

/** Replaces a path by a link to a copy of it outside. */
function moveBehindLink(path: string): void {
  renameSync(join(top, path), join(outside, 'moved'));
  symlinkSync(join(outside, 'moved'), join(top, path));
}

/** What can be there instead of a generated file, with the same text in it. */
const odd: Record<string, { plant: () => void; path: string; cause: string }> = {
  'a file that is a link': {
    plant: () => moveBehindLink(`${folder}/types.gen.ts`),
    path: `${folder}/types.gen.ts`,
    cause: 'it is a symbolic link',
  },
  'a folder that is a link': {
    plant: () => moveBehindLink(folder),
    path: folder,
    cause: 'it is a symbolic link',
  },
  'a link that leads nowhere': {
    plant: () => symlinkSync(join(outside, 'nowhere'), join(top, folder, 'more')),
    path: `${folder}/more`,
    cause: 'it is a symbolic link',
  },
  'an executable file': {
    plant: () => chmodSync(join(top, folder, 'types.gen.ts'), 0o755),
    path: `${folder}/types.gen.ts`,
    cause: 'it is executable',
  },
  'an empty folder': {
    plant: () => mkdirSync(join(top, folder, 'empty')),
    path: `${folder}/empty`,
    cause: 'it is an empty folder',
  },
};

describe.for(Object.entries(odd))('%s', ([, { plant, path, cause }]) => {
  test('is seen, and replaced; nothing outside is written', async () => {
    plant();
    const before = readdirSync(outside, { recursive: true });
    expect([...(await readTree(top)).odd]).toEqual([[path, cause]]);
    const changed = new Map(fresh).set(`${folder}/types.gen.ts`, 'type A = 2');
    await layTree(changed, await readTree(top), top);
    expect(await readTree(top)).toEqual({ texts: changed, odd: new Map() });
    expect(readdirSync(outside, { recursive: true })).toEqual(before);
    for (const file of ['moved', 'moved/types.gen.ts'].map((name) => join(outside, name)))
      if (existsSync(file) && lstatSync(file).isFile()) expect(readFileSync(file, 'utf8')).toBe('type A = 1');
  });
});

test('what is left over goes, also in folders; a folder of the name that nobody generates stays', async () => {
  write(`${folder}/old.gen.ts`, '');
  write(`${folder}/inner/older.gen.ts`, '');
  write('packages/docs/generated/notes.ts', 'kept');
  await layTree(fresh, await readTree(top), top);
  const { texts, odd } = await readTree(top);
  expect(texts).toEqual(new Map([...fresh, ['packages/docs/generated/notes.ts', 'kept']]));
  expect(odd).toEqual(new Map());
});

test('a folder that is equal is not written', async () => {
  const file = join(top, 'spec/generated/openapi.json');
  const { ino } = lstatSync(file);
  await layTree(new Map(fresh).set(`${folder}/b.ts`, 'b'), await readTree(top), top);
  expect(lstatSync(file).ino).toBe(ino);
});

test('nothing is written if the way there is a link', async () => {
  moveBehindLink('packages/client');
  await expect(layTree(fresh, await readTree(top), top)).rejects.toThrow(
    'packages/client is a symbolic link. Nothing is generated through one: put the folder back.',
  );
});

test('only folders called generated are read, and none that git ignores', async () => {
  write('packages/client/dist/generated/a.js', '');
  write('node_modules/a/generated/a.js', '');
  write('.toolchain/generated/a.js', '');
  write('packages/client/src/a.ts', '');
  expect((await readTree(top)).texts).toEqual(fresh);
});
