import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import RemarkReporter from './tools/src/vitest/remark-reporter.ts';
import { testedPackage } from './tools/src/vitest/tested-package.ts';

// Tests run the packages' sources, never yesterday's build.
const conditions = ['@truework-legacy/source'];

// The mutation runs the tests against a source with a mutant in it. No other run loads it.
const plugins = process.env.MUTANT
  ? [(await import('./packages/contract-tests/mutation/plant-in-vite.ts')).plantInVite()]
  : process.env.MUTATION_PLAN
    ? [(await import('./packages/contract-tests/mutation/generic/switches-in-vite.ts')).switchesInVite()]
    : [];
const runner = process.env.MUTATION_PLAN
  ? { runner: './packages/contract-tests/mutation/generic/mutant-runner.ts' }
  : {};

// The mutation has a watchdog of its own, and a test that a mutant fails may leave something faked.
const checks = process.env.MUTATION_PLAN
  ? []
  : ['tools/src/vitest/nothing-faked.ts', 'tools/src/vitest/end-of-loops.ts'];

// Where random tests begin, and how many times the usual number of cases they take. Fixed, so that a pull request sees the same as its author.
const { SEED = '20191015', RANDOM_RUNS = '1' } = process.env;
const seed = SEED === 'random' ? String(Math.trunc(Math.random() * 2 ** 31)) : SEED;
if (SEED === 'random') process.stderr.write(`Random tests begin at SEED=${seed}.\n`);
// In the time zone, the day and the year begin late: a date that is made from local time is wrong.
const env = { SEED: seed, RANDOM_RUNS, TZ: 'Pacific/Marquesas' };

/** Has a package's tests read nothing that turbo does not hash for them. */
function inputsOnly([include = '']: string[]) {
  const folder = /^(spec|tools|packages\/[\w-]+)\//.exec(include)?.[1];
  if (folder === undefined) return {};
  return {
    provide: { testedPackage: testedPackage(folder) },
    setupFiles: ['tools/src/vitest/test-inputs.ts', ...checks],
  };
}

function project(name: string, include: string[], options: object = {}) {
  return {
    // Otherwise every run reads this file once for each project.
    extends: false as const,
    plugins,
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    // No test is a measure of time: on a busy machine a long one takes longer.
    test: {
      name,
      include,
      exclude: [
        '**/node_modules/**',
        ...(name === 'repository' ? [] : ['**/*.repository.test.ts']),
        ...(name.includes('browser') ? [] : ['**/test/browser/**']),
      ],
      environment: 'node' as const,
      env,
      // No test leaves anything behind in what it loads, so the files of a project load it once.
      isolate: false,
      testTimeout: 300_000,
      // Long enough for a busy machine, short enough for a fault that many tests notice.
      expect: { poll: { timeout: 5_000 } },
      ...inputsOnly(include),
      ...runner,
      ...options,
    },
  };
}

// Packs what is published and installs it, once for a run.
const installing = {
  globalSetup: ['packages/package-tests/src/install.ts'],
  // Compilers, bundlers and npm are at work in these tests.
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

const browser = 'tools/src/vitest/provide-chromium.ts';
// On a busy machine, a browser needs several times as many seconds.
const browsing = { globalSetup: [browser], expect: { poll: { timeout: 60_000 } } };

// A package's script runs in the package's folder, and its counts are read from there.
const counts =
  process.env.TEST_REPORT ??
  join(
    process.cwd(),
    'test-results',
    `${(process.env.npm_lifecycle_event ?? 'test').replace(':', '-')}.json`,
  );

export default defineConfig({
  test: {
    // A snapshot that is missing is a failure, not a file to be written.
    update: 'none',
    reporters: [new RemarkReporter(), ['json', { outputFile: counts }]],
    projects: [
      // What guards the whole repository: a root task, whose inputs are all that git keeps.
      project('repository', ['{spec,tools,packages}/**/*.repository.test.ts'], {
        // Some copy it, and generate there.
        testTimeout: 600_000,
        hookTimeout: 600_000,
      }),
      project('spec', ['spec/{document,plugin,test}/**/*.test.ts'], {
        // Tests of lint rules that run side by side share a run of Redocly, see spec/plugin/lint.ts.
        sequence: { concurrent: true },
        maxConcurrency: 100,
      }),
      project('tools', ['tools/src/**/*.test.ts']),
      // As for the sandbox below: a test that moves a clock waits for ever for what is planned for later.
      project('client', ['packages/client/src/**/*.test.ts'], { testTimeout: 60_000 }),
      project('zod', ['packages/zod/src/**/*.test.ts']),
      project('migrate', ['packages/migrate/src/**/*.test.ts']),
      // What its sandbox never settles for fails soon enough to be read: the others take seconds.
      project('sandbox', ['packages/sandbox/{src,test}/**/*.test.ts'], { testTimeout: 60_000 }),
      project('contract', ['packages/contract-tests/test/**/*.test.ts'], {
        setupFiles: [
          'tools/src/vitest/test-inputs.ts',
          ...checks,
          'packages/contract-tests/src/remember-responses.ts',
        ],
      }),
      // Only below `pnpm test:live`, which holds the key, the rate and the number of creates. One worker, because there is one account.
      ...(process.env.TRUEWORK_LIVE
        ? [
            project('live', ['packages/contract-tests/test/behaviour/**/*.test.ts'], {
              fileParallelism: false,
              maxWorkers: 1,
              testTimeout: 600_000,
              hookTimeout: 600_000,
            }),
          ]
        : []),
      project('bench', ['packages/bench/src/**/*.test.ts']),
      project('docs', ['packages/docs/test/**/*.test.ts']),
      // Only below `test:fleet`: it needs redis-server.
      project('docs-fleet', ['packages/docs/on-demand/**/*.test.ts']),
      project('package', ['packages/package-tests/test/*.test.ts'], installing),
      // Only below `test:hosts`: other engines, browsers and test runners take several times as long as all of the above.
      project('package-hosts', ['packages/package-tests/test/hosts/*.test.ts'], {
        ...installing,
        globalSetup: [...installing.globalSetup, browser],
        fileParallelism: false,
      }),
      // Two browsers, for the two long files. More only take each other's turns.
      project('browser', ['packages/docs/test/browser/**/*.test.ts'], {
        ...browsing,
        maxWorkers: 2,
        maxConcurrency: 2,
      }),
      project('sandbox-browser', ['packages/sandbox/test/browser/**/*.test.ts'], {
        ...browsing,
        fileParallelism: false,
      }),
    ],
  },
});
