import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mutantOfThisProcess, plant, root } from './mutant.ts';

// For `node --import`: the modules that the process loads contain the mutant.

const mutant = mutantOfThisProcess();
if (mutant !== undefined) {
  const changed = pathToFileURL(join(root, mutant.file)).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== changed) return loaded;
      const source = String(
        typeof loaded.source === 'object' ? Buffer.from(loaded.source as Uint8Array) : loaded.source,
      );
      return { ...loaded, source: plant(source, mutant) };
    },
  });
}
