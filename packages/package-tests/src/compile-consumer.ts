import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

/** What `type` of a package.json makes of its `.js` files. */
export const moduleTypes = ['module', 'commonjs'] as const;
export type ModuleType = (typeof moduleTypes)[number];

const tsc = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

const strict = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** How users' projects resolve packages, and where their types of `fetch` come from. */
const settings = {
  node16: { module: 'node16', moduleResolution: 'node16', lib: ['ES2022'], types: ['node'] },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2022'], types: ['node'] },
  bundler: {
    module: 'preserve',
    moduleResolution: 'bundler',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: ['node'],
  },
};

/**
 * Compiles the programs of `fixtures/consumer` as ES modules and as CommonJS, with each `moduleResolution`, strictly and with library
 * checks. What is compiled with `nodenext` can be run: `src/main.js`.
 *
 * @param installed - Where the packages are installed.
 * @returns The folder by type of modules.
 * @throws With the compiler's errors.
 */
export async function compileConsumer(installed: string): Promise<Record<ModuleType, string>> {
  const folders = { module: join(installed, 'module'), commonjs: join(installed, 'commonjs') };
  for (const type of moduleTypes) {
    await mkdir(folders[type]);
    await writeFile(join(folders[type], 'package.json'), JSON.stringify({ private: true, type }));
    await cp(join(import.meta.dirname, '../fixtures/consumer'), join(folders[type], 'src'), {
      recursive: true,
    });
  }
  // Both types in one project: checking the libraries takes longest, and they are the same.
  const files = ['main.ts', 'in-process.ts', 'entries.ts', 'use.ts'].flatMap((file) =>
    moduleTypes.map((type) => join(folders[type], 'src', file)),
  );
  for (const [name, options] of Object.entries(settings)) {
    const isRun = name === 'nodenext';
    const compilerOptions = { ...strict, ...options, composite: true, ...(!isRun && { outDir: name }) };
    const all = isRun ? [...files, join(folders.module, 'src/both-formats.mts')] : files;
    await writeFile(join(installed, `${name}.json`), JSON.stringify({ compilerOptions, files: all }));
  }
  const projects = Object.keys(settings).map((name) => join(installed, `${name}.json`));
  // One process, which reads what the projects share once.
  await run(process.execPath, [tsc, '--build', ...projects, '--checkers', '1'], installed);
  return folders;
}
