import { join } from 'node:path';
import { faultOfThisProcess, plant, root } from './planted-fault.ts';

/** A Vite plugin: the modules that vitest loads have the planted fault of this process in them. */
export function plantInVite(): {
  name: string;
  enforce: 'pre';
  transform(code: string, id: string): string | undefined;
} {
  const fault = faultOfThisProcess();
  const changed = fault && join(root, fault.file);
  return {
    name: 'planted-fault',
    enforce: 'pre',
    transform: (code, id) =>
      fault !== undefined && id.split('?')[0] === changed ? plant(code, fault) : undefined,
  };
}
