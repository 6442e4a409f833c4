import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peers } from './peers/peers.ts';
import { median } from './race.ts';
import type { Row, Table } from './table.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..');
const emptyModule = './.generated/empty.cjs';
const rounds = 21;

interface Import {
  readonly subject: string;
  readonly specifier: string;
  readonly budget?: Row['budget'];
}

/** What importing a package adds to a process that has just started, as users install it: built, in Node.js. */
export async function measure(): Promise<Table[]> {
  await mkdir(join(folder, '.generated'), { recursive: true });
  await writeFile(join(folder, emptyModule), '');
  const budget = { of: 'figure', atMost: 5 } as const;
  const imports: Import[] = [
    { subject: 'an empty module', specifier: emptyModule },
    { subject: 'this client', specifier: '@truework-legacy/client', budget },
    ...peers
      .filter(({ generated }) => !generated)
      .map(({ subject, packageName }) => ({ subject, specifier: packageName })),
  ];
  return [
    await measureKind('import', imports, (specifier) => `await import('${specifier}')`),
    await measureKind(
      'require',
      imports,
      (specifier) => `process.getBuiltinModule('module').createRequire('${folder}/x.js')('${specifier}')`,
    ),
  ];
}

async function measureKind(
  kind: string,
  imports: readonly Import[],
  expression: (specifier: string) => string,
): Promise<Table> {
  const spent = imports.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { specifier }] of imports.entries()) {
      spent[index]?.push(await timeInFreshProcess(expression(specifier)));
    }
  }
  const [empty = Number.NaN, ...others] = spent.map(median);
  return {
    title: `${kind} of a package in a fresh process, less that of an empty module, median of ${rounds}`,
    unit: 'ms',
    rows: imports.slice(1).map(({ subject, budget }, index) => ({
      subject,
      figure: (others[index] ?? Number.NaN) - empty,
      ...(budget && { budget }),
    })),
  };
}

async function timeInFreshProcess(expression: string): Promise<number> {
  const code = `const startedMs = performance.now(); ${expression}; console.log(performance.now() - startedMs);`;
  // Without this process's conditions: what is imported is the build.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder });
  return Number(stdout);
}
