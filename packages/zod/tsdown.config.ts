import { defineConfig } from 'tsdown';
import { mapped } from '../../tsdown.base.js';

export default defineConfig({
  ...mapped,
  entry: {
    index: 'src/index.ts',
    request: 'src/generated/request.gen.ts',
    response: 'src/generated/response.gen.ts',
    mini: 'src/mini-index.ts',
    'mini-request': 'src/generated/mini-request.gen.ts',
    'mini-response': 'src/generated/mini-response.gen.ts',
    '2023-10-30-request': 'src/generated/2023-10-30/request.gen.ts',
    '2023-10-30-response': 'src/generated/2023-10-30/response.gen.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: { sourcemap: true },
  logLevel: 'error',
});
