import { join } from 'node:path';
import type { VitestPluginContext } from 'vitest/node';
import { mutantOfThisProcess, plant, root } from './mutant.ts';

/** A Vite plugin: the modules that vitest loads contain the mutant of this process. */
export function plantInVite() {
  const mutant = mutantOfThisProcess();
  const changed = mutant && join(root, mutant.file);
  const isChanged = (id: string) => id.split('?')[0] === changed;
  return {
    name: 'mutant',
    enforce: 'pre' as const,
    // Vitest caches what it transformed, and would not call the plugin.
    configureVitest({ defineCacheKeyGenerator }: VitestPluginContext) {
      if (mutant !== undefined)
        defineCacheKeyGenerator(({ id }) => (isChanged(id) ? JSON.stringify(mutant) : undefined));
    },
    transform: (code: string, id: string) =>
      mutant !== undefined && isChanged(id) ? plant(code, mutant) : undefined,
  };
}
