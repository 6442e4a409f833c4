/** A change that a task must notice. */
export interface Plant {
  readonly file: string;
  readonly change: 'delete' | { readonly text: string } | { readonly from: string; readonly to: string };
  readonly task: string;
  /** Which of its tests notices, so that no others run. */
  readonly test?: readonly string[];
}

const wrongType = "export const wrong: number = 'text';\n";

/** One of each kind of file, and of each way in which it can change. */
export const plants: readonly Plant[] = [
  {
    file: 'spec/components/schemas/Target.yaml',
    change: { from: 'type: object', to: 'type: nonsense' },
    task: '@truework-legacy/spec#lint',
  },
  {
    file: 'packages/client/src/clock.ts',
    change: { from: 'export ', to: `${wrongType}export ` },
    task: '@truework-legacy/package-tests#typecheck',
  },
  {
    file: 'packages/client/src/generated/operations.gen.ts',
    change: { from: 'export ', to: `${wrongType}export ` },
    task: '@truework-legacy/package-tests#typecheck',
  },
  {
    file: 'packages/client/src/clock.ts',
    change: 'delete',
    task: '@truework-legacy/client#typecheck',
  },
  {
    file: 'packages/client/src/added.ts',
    change: { text: wrongType },
    task: '@truework-legacy/client#typecheck',
  },
  {
    file: 'tsconfig.base.json',
    change: { from: '"noUnusedLocals": true,', to: '"isolatedDeclarations": true, "declaration": true,' },
    task: '@truework-legacy/client#typecheck',
  },
  {
    file: 'spec/generated/openapi.json',
    change: { from: '"openapi":', to: '"openapi"' },
    task: '@truework-legacy/sandbox#test',
    test: ['src/spec/document'],
  },
  {
    file: 'tools/src/vitest/test-inputs.ts',
    change: { from: 'import ', to: "throw new Error('Planted.');\nimport " },
    task: '@truework-legacy/zod#test',
    test: ['src/nearest-name'],
  },
  {
    file: '.pnpmfile.mjs',
    change: { from: 'exports: withoutSource(exports)', to: 'exports' },
    task: '@truework-legacy/package-tests#test',
    test: ['test/tarballs'],
  },
  {
    file: 'README.md',
    change: { from: 'createSandbox();', to: 'createSandbox({});' },
    task: '//#test:repository',
    test: ['docs/test/readme'],
  },
  {
    file: 'packages/sandbox/src/added.ts',
    change: { text: "import '@truework-legacy/client';\n" },
    task: '//#test:repository',
    test: ['src/arrows'],
  },
  {
    file: 'packages/migrate/package.json',
    change: { from: '"ajv": "catalog:"', to: '"ajv": "^8.0.0"' },
    task: '//#test:repository',
    test: ['src/arrows'],
  },
  {
    file: '.github/workflows/ci.yml',
    change: { from: 'runs-on: ubuntu-latest', to: 'runs_on: ubuntu-latest' },
    task: '//#lint:code',
  },
  { file: 'packages/zod/src/generated/mini-request.gen.ts', change: 'delete', task: '//#lint:code' },
  { file: 'packages/zod/src/generated/mini-request.gen.ts', change: 'delete', task: '//#check:generated' },
];
