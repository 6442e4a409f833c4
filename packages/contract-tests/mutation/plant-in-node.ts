import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultOfThisProcess, plant, root } from './planted-fault.ts';

// For `node --import`: the modules that the process loads have the planted fault in them.

const fault = faultOfThisProcess();
if (fault !== undefined) {
  const changed = pathToFileURL(join(root, fault.file)).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== changed) return loaded;
      const source = String(
        typeof loaded.source === 'object' ? Buffer.from(loaded.source as Uint8Array) : loaded.source,
      );
      return { ...loaded, source: plant(source, fault) };
    },
  });
}
