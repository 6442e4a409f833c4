import { defineConfig } from 'tsdown';

export default defineConfig([
  {
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    logLevel: 'error',
  },
  {
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
