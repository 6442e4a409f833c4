import { join } from 'node:path';
import type { VitestPluginContext } from 'vitest/node';
import { mutantOfThisProcess, plant, root } from './mutant.ts';

/** A Vite plugin: the modules that vitest loads have the planted fault of this process in them. */
export function plantInVite() {
  const mutant = mutantOfThisProcess();
  const changed = mutant && join(root, mutant.file);
  const isChanged = (id: string) => id.split('?')[0] === changed;
  return {
    name: 'planted-fault',
    enforce: 'pre' as const,
    // Vitest keeps what it transformed, and would not ask again.
    configureVitest({ defineCacheKeyGenerator }: VitestPluginContext) {
      if (mutant !== undefined)
        defineCacheKeyGenerator(({ id }) => (isChanged(id) ? JSON.stringify(mutant) : undefined));
    },
    transform: (code: string, id: string) =>
      mutant !== undefined && isChanged(id) ? plant(code, mutant) : undefined,
  };
}
