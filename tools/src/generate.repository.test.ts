import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { copyRepository, makeHistory, type RepositoryCopy } from './repository/repository-copy.ts';

let copy: RepositoryCopy;

beforeAll(() => {
  copy = copyRepository();
  makeHistory(copy.folder);
});

afterAll(() => copy.remove());

const generate = (...args: string[]) => copy.run('tools/src/generate.ts', ...args);

/** Changes a file of the copy, and returns what changes it back. */
function edit(path: string, change: (text: string) => string): () => void {
  const file = join(copy.folder, path);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, change(before));
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  return () => writeFileSync(file, before);
}

describe('pnpm generate', () => {
  test('generates nothing from a spec that breaks a rule, and says which', () => {
    const back = edit('spec/paths/companies.yaml', (text) => text.replace(/^ *x-retry: .*\n/m, ''));
    const { code, output } = generate();
    back();
    expect(code).toBe(1);
    expect(output).toMatch(/^The spec breaks a rule, so nothing is generated from it\./);
    expect(output).toContain('truework/retry-class');
    expect(output).not.toContain('ignore');
    expect(output).toContain('paths/companies.yaml');
  });

  test('follows every reference, to JSON too, and names the file that changed beside one that was edited', () => {
    const file = join(copy.folder, 'spec/components/schemas/CompanyById.yaml');
    const schema = parse(readFileSync(file, 'utf8')) as { description: string };
    writeFileSync(
      file.replace('.yaml', '.json'),
      JSON.stringify({ ...schema, description: 'A company by its id.' }),
    );
    rmSync(file);
    edit('spec/components/schemas/CompanyInput.yaml', (text) => text.replace('ById.yaml', 'ById.json'));
    edit('packages/client/src/generated/types.gen.ts', (text) => `${text}\n`);
    const { code, output } = generate('--check');
    expect(code).toBe(1);
    expect(Object.fromEntries(rowsOf(output))).toMatchObject({
      'packages/client/src/generated/types.gen.ts': 'it was edited by hand',
      'spec/generated/openapi.json': 'spec/components/schemas/CompanyById.json changed',
      'spec/generated/openapi.yaml': 'spec/components/schemas/CompanyById.json changed',
    });
    expect(output).toContain('Run `pnpm generate`');
  });
});

test('what two branches changed in different schemas merges, and is fresh on another day and in other folders, also after pnpm changeset version', () => {
  copy.git('reset', '--quiet', '--hard');
  copy.git('clean', '--quiet', '-d', '--force');
  for (const [branch, schema] of Object.entries({ one: 'CompanyById', other: 'Target' })) {
    copy.git('switch', '--quiet', '--create', branch, 'main');
    const file = `spec/components/schemas/${schema}.yaml`;
    edit(file, (text) => text.replace(/^description: (.*)/m, 'description: On a branch. $1'));
    expect(generate()).toMatchObject({ code: 0 });
    copy.git('commit', '--quiet', '--all', '--message', branch);
  }
  copy.git('merge', '--quiet', '--no-edit', 'one');
  writeFileSync(
    join(copy.folder, '.changeset/both.md'),
    '---\n"@truework-legacy/spec": patch\n---\n\nSpec corrected: two descriptions.\n',
  );
  expect(copy.run('node_modules/@changesets/cli/bin.js', 'version')).toMatchObject({ code: 0 });
  expect(existsSync(join(copy.folder, 'spec/CHANGELOG.md'))).toBe(true);
  elsewhere();
  const { code, output } = generate('--check');
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringMatching(/^\d+ generated files are fresh\.\n$/),
  });
});

/** Has programs run on another day, with another language and time zone, and other temporary folders, until the end of the test. */
function elsewhere(): void {
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-elsewhere-'));
  const day = Date.UTC(2031, 0, 1);
  const clock = `globalThis.Date = class extends Date {
    constructor(...parts) { super(...(parts.length > 0 ? parts : [${day}])); }
    static now() { return ${day}; }
  };`;
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(clock)}`);
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('TZ', 'Pacific/Kiritimati');
  vi.stubEnv('LANG', 'tr_TR.UTF-8');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
}

/** The files and causes that were printed. */
function rowsOf(output: string): string[][] {
  return output
    .split('\n')
    .filter((line) => line.includes('/generated/'))
    .map((line) => line.split(/ {2,}/));
}
