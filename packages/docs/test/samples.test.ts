import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_KEY } from '../src/reference/local-sandbox.ts';
import { reference } from '../src/reference/reference.ts';
import { type Destination, type Language, samplesOf } from '../src/reference/samples.ts';

// Each sample of the reference becomes a file, which is compiled and run. Only the server and the ids are others than on the page.

const run = promisify(execFile);
const operations = reference.pages.filter(({ kind }) => kind === 'request');

/** What runs files of a language, one after the other. */
const RUNNERS: Readonly<Record<Language, { extension: string; command: (files: string[]) => string[] }>> = {
  curl: {
    extension: 'sh',
    command: (files) => ['sh', '-ec', 'for file do sh "$file"; echo; done', 'sh', ...files],
  },
  typescript: { extension: 'ts', command: inNode },
  fetch: { extension: 'mjs', command: inNode },
  python: {
    extension: 'py',
    command: (files) => [
      'python3',
      '-c',
      'import runpy, sys\nfor f in sys.argv[1:]: runpy.run_path(f)',
      ...files,
    ],
  },
};

function inNode(files: string[]): string[] {
  const program = files.map((file) => `await import(${JSON.stringify(file)});`).join('\n');
  return [process.execPath, '--conditions=@truework-legacy/source', '--input-type=module', '--eval', program];
}

/** What reached the sandbox. */
interface Seen {
  readonly id: number;
  readonly operation: string;
  readonly status: number;
  readonly request: { readonly headers: Record<string, string>; readonly body: unknown };
}

let folder: string;
beforeAll(() => {
  const parent = join(import.meta.dirname, '../.generated');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'samples-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the samples of a language down. @returns The files. */
function write(language: Language, destinations: (id: string) => Destination): string[] {
  return operations.flatMap((page) =>
    samplesOf(reference.document, page, destinations(page.id)).map(({ code }, index) => {
      const file = join(folder, `${page.slug}-${index}.${RUNNERS[language].extension}`);
      writeFileSync(file, code[language]);
      return file;
    }),
  );
}

/** Runs the samples of a language beside a sandbox in which the verification of their examples exists. */
async function requestsOf(language: Language) {
  const sandbox = createSandbox({ rateLimit: false });
  try {
    const { url } = await sandbox.listen({ port: 0 });
    const truework = createTruework({ token: EXAMPLE_KEY, environment: url });
    const create = (social_security_number: string) =>
      truework.verifications.create({
        type: 'employment',
        permissible_purpose: 'credit-application',
        target: {
          first_name: 'Riley',
          last_name: 'Sample',
          social_security_number,
          company: { name: 'Example Widgets LLC' },
        },
      });
    const pending = await create('000-91-0001');
    const { id } = await create('000-00-0000');
    const completed = await truework.verifications.waitFor(id);
    const report_id = completed.reports?.[0]?.id ?? expect.unreachable('There is no report.');
    const ids = { verification_request_id: id, verification_report_id: report_id, report_id };
    const files = write(language, (operation) => ({
      server: url,
      ids: operation === 'cancelVerification' ? { ...ids, verification_request_id: pending.id } : ids,
    }));
    const logged = async (): Promise<Seen[]> => {
      const log = await fetch(`${url}/_sandbox/requests`, {
        headers: { Authorization: `Bearer ${EXAMPLE_KEY}` },
      });
      return (await log.json()).results;
    };
    const { id: last } = (await logged())[0] ?? expect.unreachable('Nothing is logged.');
    const [command = '', ...args] = RUNNERS[language].command(files);
    await run(command, args, { cwd: folder }).catch((error: Error & { code?: unknown }) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Error(`The samples in ${language} need ${command}, which is missing. Install it.`);
    });
    return (await logged())
      .filter((request) => request.id > last)
      .reverse()
      .map(({ operation, status, request: { headers, body } }) => ({ operation, status, headers, body }));
  } finally {
    await sandbox.close();
  }
}

describe('the samples of the reference', () => {
  const languages = Object.keys(RUNNERS) as Language[];

  it.each(languages)(
    'in %s make each request of the examples, and get what is documented',
    async (language) => {
      const seen = await requestsOf(language);
      expect(seen.map(({ operation, status }) => [operation, status])).toEqual(
        operations.flatMap((page) => {
          const { status } = page.responses.find((response) => response.status.startsWith('2')) ?? {};
          return samplesOf(reference.document, page).map(() => [page.id, Number(status)]);
        }),
      );
      const accepted = new Set(seen.map(({ headers }) => headers['accept']));
      expect([...accepted], 'every sample asks for the version').toEqual([
        'application/json; version=2019-10-15',
      ]);
      const { examples = [] } = operations.find(({ id }) => id === 'createVerification')?.body ?? {};
      const created = seen.filter(({ operation }) => operation === 'createVerification');
      expect(created.map(({ body }) => Object.keys(body as object))).toEqual(
        examples.map(({ value }) => Object.keys(value as object)),
      );
    },
  );

  it('in TypeScript compile', async () => {
    const files = write('typescript', () => ({}));
    const tsc = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');
    const options = { include: files, extends: '../../tsconfig.json' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const { stdout } = await run(process.execPath, [tsc, '--noEmit', '--project', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });
});
