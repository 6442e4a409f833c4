import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../mutant.ts';
import { type CodeMutant, codeMutants } from './code-mutants.ts';

/** Packages whose written sources get mutants. */
export const codePackages = ['client', 'zod', 'sandbox'] as const;
export type CodePackage = (typeof codePackages)[number];

/** The client's functions are generated, and decide what is sent. All other generated code has mutants of its own. */
const behaviourInGenerated = 'packages/client/src/generated/functions.gen.ts';

/** Runs only in processes that tests start, which have no switches. */
const inProcessesOfItsOwn = 'packages/sandbox/src/cli.ts';

export function codeSources(name: CodePackage): string[] {
  const written = globSync(`packages/${name}/src/**/*.ts`, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\.test(?:-d)?\.ts$|\/generated\//.test(file) && file !== inProcessesOfItsOwn);
  return [...written, ...(name === 'client' ? [behaviourInGenerated] : [])].sort();
}

export function mutantsOf(files: readonly string[]): CodeMutant[] {
  return files.flatMap((file) => codeMutants(file, readFileSync(join(root, file), 'utf8')));
}

/** What a mutant is called: without its line, which moves. */
export function nameOf({ file, change, code }: Pick<CodeMutant, 'file' | 'change' | 'code'>): string {
  return `${file}: ${change}, in \`${code}\``;
}
