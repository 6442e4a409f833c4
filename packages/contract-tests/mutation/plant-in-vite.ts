import { join } from 'node:path';
import type { VitestPluginContext } from 'vitest/node';
import { faultOfThisProcess, plant, root } from './planted-fault.ts';

/** A Vite plugin: the modules that vitest loads have the planted fault of this process in them. */
export function plantInVite() {
  const fault = faultOfThisProcess();
  const changed = fault && join(root, fault.file);
  const isChanged = (id: string) => id.split('?')[0] === changed;
  return {
    name: 'planted-fault',
    enforce: 'pre' as const,
    // Vitest keeps what it transformed, and would not ask again.
    configureVitest({ defineCacheKeyGenerator }: VitestPluginContext) {
      if (fault !== undefined)
        defineCacheKeyGenerator(({ id }) => (isChanged(id) ? JSON.stringify(fault) : undefined));
    },
    transform: (code: string, id: string) =>
      fault !== undefined && isChanged(id) ? plant(code, fault) : undefined,
  };
}
