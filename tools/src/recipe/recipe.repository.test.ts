import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryFiles } from '../repository/repository-files.ts';
import { createNote, listEvents, reasonToCancel } from './added-operations.ts';
import { type ChangedCopy, copyToChange } from './changed-copy.ts';
import { lintRule, numbers } from './small-additions.ts';

// CONTRIBUTING.md's recipes, followed to the letter in a copy of the repository: what a person has to touch is counted, and everything
// else comes by itself.

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const vitest = join(require.resolve('vitest/package.json'), '../vitest.mjs');

let copy: ChangedCopy;
beforeAll(() => {
  copy = copyToChange();
});
afterAll(() => copy.remove());

/** Runs a program of Node.js in the copy. @throws With all that it printed, unless it ends well. */
async function node(folder: string, ...parameters: string[]): Promise<string> {
  const env = { ...process.env, ...quiet, TEST_REPORT: join(copy.folder, report) };
  const cwd = join(copy.folder, folder);
  try {
    const { stdout } = await run(process.execPath, parameters, { cwd, env, maxBuffer });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`node ${parameters.join(' ')}\n${stdout}\n${stderr}`);
  }
}
/** Where the tests of the copy leave what became of them. */
const report = 'recipe-report.json';
const maxBuffer = 64 * 1024 * 1024;
const quiet = { NO_COLOR: '1', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** The commands that each recipe ends with. The first one lints. */
async function generate(): Promise<void> {
  await node('.', 'tools/src/generate.ts');
  const source = '--conditions=@truework-legacy/source';
  await node('packages/contract-tests', source, 'constraints/approve.ts');
}

/** Runs tests of the copy. @returns The full names of those that passed, by file. @throws If one fails, or a file has none. */
async function passed(files: string[], name: string): Promise<Record<string, string[]>> {
  await node('.', vitest, 'run', ...files, '-t', name);
  const { testResults } = JSON.parse(await copy.read(report)) as Report;
  expect(testResults).toHaveLength(files.length);
  return Object.fromEntries(
    testResults.map(({ name: path, assertionResults }) => {
      const file = path.slice(copy.folder.length + 1);
      const names = assertionResults
        .filter(({ status }) => status === 'passed')
        .map(({ fullName }) => fullName);
      expect(names, `${file} has no test of this name`).not.toEqual([]);
      return [file, names];
    }),
  );
}

interface Report {
  readonly testResults: {
    readonly name: string;
    readonly assertionResults: {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The files of the copy that have a word in them, or in their names. */
async function filesWith(word: string): Promise<string[]> {
  const paths = repositoryFiles(copy.folder).filter((path) => !/^tools\/|\/results\/|recipe-/.test(path));
  const found = await Promise.all(
    paths.map(async (path) => (path.includes(word) || (await copy.read(path)).includes(word) ? [path] : [])),
  );
  return found.flat().sort();
}

describe('the recipes', () => {
  test('add an operation: 8 files are touched for a GET that lists, and 8 for a POST with a body', async () => {
    expect(await copy.add(listEvents)).toHaveLength(8);
    expect(await copy.add(createNote)).toHaveLength(8);
    await generate();
  });

  test('their methods, validators and handlers are there, with types', async () => {
    const include = [
      'src/recipe-use.ts',
      'src/generated',
      '../sandbox/src/api/operations',
      '../client/src/*.test-d.ts',
    ];
    await copy.add({
      'packages/contract-tests/src/recipe-use.ts': use,
      'packages/contract-tests/recipe-tsconfig.json': JSON.stringify({ extends: './tsconfig.json', include }),
    });
    const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
    await node('packages/contract-tests', compiler, '--project', 'recipe-tsconfig.json', '--checkers', '1');
  });

  test('every table of the contract tests, the site and the other tests know them, and the canaries go through them', async () => {
    const tests = await passed(
      [
        'packages/contract-tests/test/behaviour/every-status',
        'packages/contract-tests/test/client/conduct',
        'packages/contract-tests/test/client/requests',
        'packages/contract-tests/test/constraints/constraints',
        'packages/contract-tests/test/malformed',
        'packages/contract-tests/test/golden/operations',
        'packages/contract-tests/test/spec/examples',
        'packages/contract-tests/test/statuses',
        'packages/contract-tests/test/validators/operations',
        'packages/client/src/canaries',
        'packages/docs/test/reference',
        'packages/sandbox/src/api/api.test.ts',
        'packages/zod/src/validation.test.ts',
        'spec/test/migration-map',
      ],
      'has every|(listEvents|createNote)(?! shows nothing)|golden|has its text, once|an operation without a handler|of each operation|was approved|written down for every|(listEvents|createNote) shows nothing.*(after 500 with an echo|after the deadline|in warnings)|every personal field',
    );
    const canaries = tests['packages/client/src/canaries.test.ts'];
    expect(canaries?.sort()).toEqual([
      'createNote shows nothing after 500 with an echo',
      'createNote shows nothing after the deadline',
      'createNote shows nothing in warnings and drift',
      'every personal field that the spec knows is looked for',
      'listEvents shows nothing after 500 with an echo',
      'listEvents shows nothing after the deadline',
      'listEvents shows nothing in warnings and drift',
    ]);
    for (const operation of ['listEvents', 'createNote']) {
      const knowing = Object.keys(tests).filter((file) =>
        tests[file]?.some((name) => name.includes(operation)),
      );
      expect(knowing.sort(), operation).toEqual([
        'packages/client/src/canaries.test.ts',
        'packages/contract-tests/test/behaviour/every-status.test.ts',
        'packages/contract-tests/test/client/conduct.test.ts',
        'packages/contract-tests/test/client/requests.test.ts',
        'packages/contract-tests/test/constraints/constraints.test.ts',
        'packages/contract-tests/test/malformed/responses.test.ts',
        ...(operation === 'createNote' ? ['packages/contract-tests/test/spec/examples.test.ts'] : []),
        'packages/contract-tests/test/statuses/every-status.test.ts',
        'packages/contract-tests/test/validators/operations.test.ts',
        'packages/docs/test/reference.test.ts',
        'spec/test/migration-map.test.ts',
      ]);
    }
  });

  test('rename a field: 7 files, those that a search for its name finds', async () => {
    const written = (await filesWith('jotting')).filter((path) => !/generated|approved/.test(path));
    expect(written).toEqual([
      'packages/contract-tests/golden/operations.yaml',
      'packages/contract-tests/test/client/requests.test.ts',
      'packages/sandbox/src/api/operations/verifications.ts',
      'spec/components/schemas/Note.yaml',
      'spec/components/schemas/NoteInput.yaml',
      'spec/migration/2023-10-30.yaml',
      'spec/paths/verification-requests_{verification_request_id}_notes.yaml',
    ]);
    await copy.replace(written, 'jotting', 'scribble');
  });

  test('add a value to an enum: 2 files', async () => {
    expect(await copy.add(reasonToCancel)).toHaveLength(2);
  });

  test('delete an operation: the files of its recipe, backwards, and with an old one those that a search finds', async () => {
    expect(await copy.takeBack(listEvents)).toHaveLength(8);
    // Beside these, pages of the site mention it.
    const written = (await filesWith('getSingleReport')).filter(
      (path) => !/generated|approved|package-tests\/api|\/docs\/|CHANGELOG/.test(path),
    );
    expect(written).toEqual([
      'packages/contract-tests/golden/operations.yaml',
      'packages/contract-tests/test/client/requests.test.ts',
      'packages/contract-tests/third-party/lifecycle.arazzo.yaml',
      'packages/migrate/src/fetch/orders-fetch.ts',
      'packages/migrate/src/fetch/read.ts',
      'packages/sandbox/src/api/operations/reports.ts',
      'spec/migration/2023-10-30.yaml',
      'spec/paths/verification-requests_{verification_request_id}.yaml',
      'spec/paths/verification-requests_{verification_request_id}_report.yaml',
    ]);
  });

  test('change an error response: its component', async () => {
    const component = 'spec/components/responses/Forbidden.yaml';
    await copy.replace([component], 'The key may not do this.', 'The key has no right to that.');
  });

  test('add test numbers: 2 files each', async () => {
    expect(await copy.add(numbers)).toHaveLength(3);
  });

  test('add a lint rule: itself, its test, and 2 files that name it', async () => {
    expect(await copy.add(lintRule)).toHaveLength(4);
  });

  test('nothing is left of what was renamed and deleted, and the tests agree with what was changed', async () => {
    await generate();
    for (const gone of ['jotting', 'listEvents', 'EventPage'])
      expect(await filesWith(gone), gone).toEqual([]);
    expect(await filesWith('The key has no right to that.')).toEqual([
      'packages/contract-tests/constraints/approved.json',
      'spec/2023-10-30/generated/openapi.json',
      'spec/components/responses/Forbidden.yaml',
      'spec/generated/openapi.json',
      'spec/generated/openapi.yaml',
      'spec/generated/types.gen.d.ts',
    ]);
    // In two of several files that share what they load, a test that fails: it is shown at its own line.
    const planted = ['client/requests', 'golden/operations'].map(
      (name) => `packages/contract-tests/test/${name}.test.ts`,
    );
    for (const path of planted) await copy.append(path, failing);
    const run = passed(
      [
        'packages/contract-tests/test/client/requests',
        'packages/contract-tests/test/constraints/constraints',
        'packages/contract-tests/test/golden/operations',
        'packages/contract-tests/test/golden/people',
        'packages/docs/test/sandbox-page',
        'packages/sandbox/src/people/test-values',
        'spec/plugin/summary-form',
        'spec/test/migration-map',
      ],
      'createNote|has every|CancellationReason|golden|written down for every|was approved|sandbox lists|to try the recipe|have every test value|numbers of Truework|no period|planted',
    );
    await expect(run).rejects.toThrow('2 failed');
    const { testResults } = JSON.parse(await copy.read(report)) as Report;
    const failures = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    );
    expect(failures.map(({ fullName }) => fullName)).toEqual(['planted', 'planted']);
    for (const [index, path] of planted.entries()) {
      const line = (await copy.read(path)).split('\n').length - 2;
      expect(failures[index]?.failureMessages.join()).toContain(`${path}:${line}:`);
    }
  });
});

const failing = `test('planted', () => {
  expect(1).toBe(2);
});
`;

const use = `
import { createTruework, type Event, listEvents, type Note } from '@truework-legacy/client';
import { EventPage } from '@truework-legacy/zod/response';
import { createNote } from '@truework-legacy/zod/request';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
const truework = createTruework({ token: 'tw_sk_test_0000', environment: 'local', fetch: sandbox.fetch });
for await (const event of truework.verifications.listEvents('AAAA', { limit: 2 })) {
  const { state }: Event = event;
  console.log(state, listEvents, EventPage, createNote);
}
const note: Note = await truework.notes.create('AAAA', { jotting: 'Moved.' });
console.log(note.jotting);
// @ts-expect-error A note needs one.
await truework.notes.create('AAAA', {});
// @ts-expect-error The events have no filter.
truework.verifications.listEvents('AAAA', { state: 'completed' });
`;
