import { defineConfig } from 'tsdown';
import { mapped } from '../../tsdown.base.js';

export default defineConfig({
  ...mapped,
  entry: ['src/index.ts', 'src/webhooks/index.ts', 'src/signatures/index.ts', 'src/validation/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: { sourcemap: true },
  logLevel: 'error',
});
