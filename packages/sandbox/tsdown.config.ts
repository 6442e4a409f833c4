import { writeFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';
import { mapped } from '../../tsdown.base.js';

const shared = { ...mapped, platform: 'node', target: 'node22', logLevel: 'error' } as const;

// One implementation, for both formats: in CommonJS, which Node.js also loads a fifth sooner than ES modules. What is imported
// is the same as what is required, and the package holds it once.
export default defineConfig([
  {
    ...shared,
    entry: ['src/index.ts', 'src/cli.ts'],
    format: 'cjs',
    dts: { entry: 'src/index.ts', sourcemap: true },
    // Jest has no import() in CommonJS.
    outputOptions: { ...mapped.outputOptions, dynamicImportInCjs: false },
    copy: [{ from: '../../spec/generated/openapi.json', to: 'dist' }],
    hooks: {
      'build:done': () => {
        for (const file of ['index.js', 'index.d.ts']) {
          writeFileSync(new URL(`dist/${file}`, import.meta.url), "export * from './index.cjs';\n");
        }
      },
    },
  },
  {
    ...shared,
    entry: ['src/vitest.ts'],
    format: 'esm',
    fixedExtension: false,
    dts: { sourcemap: true },
    deps: { neverBundle: ['@truework-legacy/sandbox'] },
  },
]);
