import { defineConfig } from 'tsdown';
import { mapped } from '../../tsdown.base.js';

export default defineConfig({
  ...mapped,
  entry: ['src/index.ts', 'src/webhooks/index.ts', 'src/signatures/index.ts', 'src/validation/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  outputOptions: {
    ...mapped.outputOptions,
    // One file for all that several entries share, because Node.js loads a package of many files more slowly.
    codeSplitting: { groups: [{ name: 'shared', test: /(?<!\.d)\.ts$/, minShareCount: 2 }] },
  },
  dts: { sourcemap: true },
  logLevel: 'error',
});
