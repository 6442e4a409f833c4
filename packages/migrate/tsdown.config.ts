import { defineConfig } from 'tsdown';
import { mapped } from '../../tsdown.base.js';

export default defineConfig([
  {
    ...mapped,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    dts: { sourcemap: true },
    logLevel: 'error',
  },
  {
    ...mapped,
    entry: ['src/cli.ts'],
    format: 'esm',
    fixedExtension: false,
    platform: 'node',
    target: 'node20',
    dts: false,
    clean: false,
    logLevel: 'error',
  },
]);
