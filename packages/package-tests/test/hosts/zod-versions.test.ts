import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { readManifest } from '../../src/read-manifest.ts';
import { run } from '../../src/run.ts';

const installed = inject('installed');
const here = join(import.meta.dirname, '../..');
const tsc = join(here, 'node_modules/typescript/bin/tsc');

test.for(['zod-lowest', 'zod'])(
  'the validators work and compile beside %s, and their peer range has it',
  async (alias) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'truework-legacy-zod-')));
    onTestFinished(() => rm(folder, { recursive: true }));
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, '@truework-legacy'), { recursive: true });
    await cp(join(installed, 'node_modules/@truework-legacy/zod'), join(modules, '@truework-legacy/zod'), {
      recursive: true,
    });
    await symlink(await realpath(join(here, 'node_modules', alias)), join(modules, 'zod'), 'junction');
    await cp(join(here, 'fixtures/zod-forms.mjs'), join(folder, 'zod-forms.mjs'));

    const issues = [
      ['first_name', 'type'],
      ['*', 'unknown-field'],
      ['note', 'type'],
    ];
    expect(JSON.parse(await run(process.execPath, ['zod-forms.mjs'], folder))).toEqual({
      right: true,
      said: [
        { success: false, issues },
        { success: false, issues },
      ],
      shows: false,
      required: ['first_name', 'note'],
      drift: [{ path: ['results', 0, 'more'], kind: 'unknown-field' }],
    });

    // With the declarations of both packages, which have to agree.
    await cp(join(here, 'fixtures/zod-types.mts'), join(folder, 'zod-types.mts'));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', 'false'];
    await run(process.execPath, [tsc, ...options, 'zod-types.mts'], folder);

    const { version } = await readManifest(join(modules, 'zod'));
    const { peerDependencies } = await readManifest(join(modules, '@truework-legacy/zod'));
    const [, lowest, below] = /^>=(\S+) <(\S+)$/.exec(peerDependencies?.['zod'] ?? '') ?? [];
    if (alias === 'zod-lowest') expect(lowest).toBe(version);
    else expect(below).toBe(`4.${Number(version.split('.')[1]) + 1}.0`);
  },
);
