/** What one package may import of the others. */
export interface Arrow {
  /** Its folder, from the root. */
  folder: string;
  mayImport: readonly string[];
  because: string;
}

/** Who may import whom, and why no more. architecture.svg draws the same arrows. */
export const arrows: Readonly<Record<string, Arrow>> = {
  spec: { folder: 'spec', mayImport: [], because: 'it is the source of everything' },
  client: {
    folder: 'packages/client',
    mayImport: [],
    because: 'its users get it alone, without a dependency',
  },
  zod: { folder: 'packages/zod', mayImport: [], because: 'it works without our client' },
  migrate: {
    folder: 'packages/migrate',
    mayImport: ['spec'],
    because: 'its users still need it when the client is gone; only its tests read the spec',
  },
  sandbox: {
    folder: 'packages/sandbox',
    mayImport: ['spec'],
    because: 'a wrong client or validator must not confirm itself',
  },
  'contract-tests': {
    folder: 'packages/contract-tests',
    mayImport: ['spec', 'client', 'zod', 'sandbox', 'migrate'],
    because: 'it proves that these agree, and nothing else',
  },
  docs: {
    folder: 'packages/docs',
    mayImport: ['spec', 'client', 'zod', 'sandbox', 'migrate'],
    because: 'it shows what users get: in snippets that are run, and in tables of what the sandbox exports',
  },
  bench: {
    folder: 'packages/bench',
    mayImport: ['spec', 'client', 'zod', 'sandbox', 'migrate'],
    because: 'it measures what users get',
  },
  'package-tests': {
    folder: 'packages/package-tests',
    mayImport: ['spec', 'client', 'zod', 'sandbox', 'migrate'],
    because: 'it installs what users get',
  },
  tools: {
    folder: 'tools',
    mayImport: ['spec'],
    because: 'it reads the spec and writes files, and depends on no package that it builds',
  },
};

/** Generated types of both versions, which the build of any package copies into what is published. */
export const typesOfTheSpec: readonly string[] = [
  '@truework-legacy/spec/types',
  '@truework-legacy/spec/2023-10-30/types',
];
