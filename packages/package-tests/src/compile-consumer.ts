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
 * checks. What is compiled with `nodenext` can be run: `nodenext/main.js`.
 *
 * @param installed - Where the packages are installed.
 * @returns The folder by type of modules.
 * @throws With the compiler's errors.
 */
export async function compileConsumer(installed: string): Promise<Record<ModuleType, string>> {
  const references: { path: string }[] = [];
  const folders = { module: join(installed, 'module'), commonjs: join(installed, 'commonjs') };
  for (const type of moduleTypes) {
    const folder = folders[type];
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
    await cp(join(import.meta.dirname, '../fixtures/consumer'), join(folder, 'src'), { recursive: true });
    const bothFormats = type === 'module' ? ['src/both-formats.mts'] : [];
    for (const [name, options] of Object.entries(settings)) {
      const compilerOptions = { ...strict, ...options, composite: true, rootDir: 'src', outDir: name };
      const files = ['src/main.ts', 'src/in-process.ts'];
      const all = [...files, 'src/entries.ts', 'src/use.ts', ...(name === 'nodenext' ? bothFormats : [])];
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files: all }));
      references.push({ path: join(folder, `${name}.json`) });
    }
  }
  await writeFile(join(installed, 'tsconfig.json'), JSON.stringify({ files: [], references }));
  // One process, which reads what the projects share once.
  await run(process.execPath, [tsc, '--build', installed], installed);
  return folders;
}
