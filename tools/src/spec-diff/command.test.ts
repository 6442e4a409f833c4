import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runSpecDiff } from './command.ts';
import { changedSpec, type SmallSpec, smallSpec } from './small-spec.ts';

// The same two documents are compared again and again here; one run of Redocly is enough.
vi.mock(import('./redocly-diff.ts'), async (original) => {
  const { redoclyDiff } = await original();
  const known = new Map<string, ReturnType<typeof redoclyDiff>>();
  return {
    redoclyDiff: (base: unknown, revision: unknown) => {
      const key = JSON.stringify([base, revision]);
      const report = known.get(key) ?? redoclyDiff(base, revision);
      known.set(key, report);
      return report;
    },
  };
});

let root: string;
let spec: SmallSpec;

const run = (...args: string[]) => runSpecDiff(args, { root, bundle: async () => spec, inCi: false });
const runInCi = (...args: string[]) => runSpecDiff(args, { root, bundle: async () => spec, inCi: true });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spec-diff-test-'));
  spec = smallSpec();
  write('spec/generated/openapi.json', JSON.stringify(spec));
  write('spec/package.json', '{ "version": "0.3.0" }');
  write('.changeset/config.json', '{ "fixed": [["@truework-legacy/spec", "@truework-legacy/client"]] }');
  write('.changeset/older.md', '---\n"@truework-legacy/spec": major\n---\n\nSpec corrected: before.\n');
  git('init', '--quiet', '--initial-branch', 'main');
  commit('base');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the ref', () => {
  test('is main if there is no origin, and the merge base of it', async () => {
    const base = git('rev-parse', '--short=7', 'HEAD');
    git('switch', '--quiet', '--create', 'topic');
    git('switch', '--quiet', 'main');
    write('spec/generated/openapi.json', '{}');
    commit('main went on');
    git('switch', '--quiet', 'topic');
    expect(await run()).toEqual({
      code: 0,
      stdout: `Nothing changed in the spec since main (${base}).\n`,
      stderr: '',
    });
  });

  test('is origin/main if that exists', async () => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect((await run()).stdout).toContain('since origin/main (');
  });

  test('is rejected in a sentence if it is unknown, or has no spec', async () => {
    const unknown =
      'There is no branch, tag or commit v9 here. If the server has it, `git fetch --tags` brings it.\n';
    expect(await run('v9')).toEqual({ code: 2, stdout: '', stderr: unknown });
    git('rm', '--quiet', '-r', 'spec/generated');
    commit('no spec');
    const { code, stderr } = await run('HEAD');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^HEAD \(\w{7}\) has no spec\/generated\/openapi\.json\. Name a commit that has the spec\.$/m,
    );
  });

  test('is the last commit if there is no main', async () => {
    git('branch', '--move', 'trunk');
    expect(await run()).toMatchObject({
      stdout: expect.stringContaining('since HEAD ('),
      stderr: 'There is neither origin/main nor main here: only what is not committed was compared.\n',
    });
    expect(await run('--check-changeset')).toMatchObject({ code: 0 });
  });

  test('has to be there in CI, where a changeset is asked for', async () => {
    git('branch', '--move', 'trunk');
    expect(await runInCi('--check-changeset')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'There is neither origin/main nor main here, so no commit to compare the spec with. Check out the whole history (actions/checkout: `fetch-depth: 0`), or name a commit.\n',
    });
    expect(await runInCi('--check-changeset', 'HEAD')).toMatchObject({ code: 0 });
    expect(await runInCi()).toMatchObject({ code: 0 });
  });

  test('is missing in a download, which needs no changeset unless in CI', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    const sentence = 'There is no history of git here, so nothing to compare the spec with';
    expect(await run('--check-changeset')).toEqual({
      code: 0,
      stdout: `${sentence}: no changeset is asked for.\n`,
      stderr: '',
    });
    for (const outcome of [await run(), await runInCi('--check-changeset')])
      expect(outcome).toEqual({ code: 2, stdout: '', stderr: `${sentence}.\n` });
  });
});

describe('the arguments', () => {
  test.for([
    [['a', 'b'], 'One ref is enough: a, b are 2.'],
    [['--format', 'html'], 'There is no format html. The formats are text, markdown, json.'],
    [['--frmat'], "Unknown option '--frmat'"],
  ] as const)('%s are misuse', async ([args, sentence]) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('Usage: pnpm spec:diff');
  });

  test('--help explains classes and exit codes', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/breaking .*\n.*additive .*\n.*wording /);
    expect(stdout).toContain('Exit codes: 0 all is well, 1 something failed or does not fit, 2 misuse.');
  });

  test('a spec that cannot be bundled is a failure', async () => {
    const bundle = () => Promise.reject(new Error('spec/openapi.yaml cannot be bundled.'));
    expect(await runSpecDiff([], { root, bundle, inCi: false })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'spec/openapi.yaml cannot be bundled.\n',
    });
  });
});

describe('the formats', () => {
  beforeEach(() => {
    spec = withoutMark();
  });

  test('text', async () => {
    const { code, stdout } = await run('HEAD');
    expect(code).toBe(0);
    expect(stdout.replace(/\(\w{7}\)/, '(0000000)')).toBe(`The spec since HEAD (0000000)

schema Order  spec/components/schemas/Order.yaml (in listOrders, createOrder)
  breaking  name.x-pii      removed: true                   It is personal data, and would show up in errors, logs and inspection.
  wording   id.description  "Id of the order." → "The id."

1 breaking, 0 additive, 1 wording: asks for a major version; minor is enough before 1.0 (@truework-legacy/spec is 0.3.0).
`);
  });

  test('markdown', async () => {
    const { stdout } = await run('HEAD', '--format', 'markdown');
    expect(stdout.replace(/\(\w{7}\)/, '(0000000)')).toBe(`### The spec since HEAD (0000000)

#### \`schema Order\` (in listOrders, createOrder)

- **breaking** \`name.x-pii\`: removed: true. It is personal data, and would show up in errors, logs and inspection.
- **wording** \`id.description\`: \`"Id of the order." → "The id."\`

1 breaking, 0 additive, 1 wording: asks for a major version; minor is enough before 1.0 (@truework-legacy/spec is 0.3.0).
`);
  });

  test('json', async () => {
    const { stdout } = await run('HEAD', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      base: { ref: 'HEAD', commit: git('rev-parse', 'HEAD') },
      version: '0.3.0',
      enough: 'minor',
      bump: 'major',
      counts: { breaking: 1, additive: 0, wording: 1 },
      changes: [
        {
          class: 'breaking',
          kind: 'removed',
          subject: 'schema Order',
          location: 'name.x-pii',
          file: 'spec/components/schemas/Order.yaml',
          pointer: '#/components/schemas/Order/properties/name/x-pii',
          before: true,
          reason: 'It is personal data, and would show up in errors, logs and inspection.',
          rule: 'x-pii',
          reaches: ['listOrders', 'createOrder'],
        },
        expect.objectContaining({ class: 'wording', before: 'Id of the order.', after: 'The id.' }),
      ],
    });
  });
});

describe('--check-changeset', () => {
  test('needs no changeset if nothing changed', async () => {
    expect(await run('HEAD', '--check-changeset')).toMatchObject({ code: 0, stderr: '' });
  });

  test('gives the changeset if there is no new one', async () => {
    spec = withoutMark();
    const { code, stdout, stderr } = await run('HEAD', '--check-changeset');
    expect(code).toBe(1);
    expect(stdout).toContain('name.x-pii');
    expect(stderr).toBe(`
The spec changed, and no new changeset names @truework-legacy/spec. Write this into .changeset/spec-schema-order.md, in words for users; where Truework changed its API, begin with "API changed:" instead.

---
"@truework-legacy/spec": minor
"@truework-legacy/client": minor
---

Spec corrected: \`schema Order\`: \`name.x-pii\` removed: true.

Spec corrected: wording, examples or sources of \`schema Order\`.
`);
  });

  test('is content with a new changeset, committed or not', async () => {
    spec = withoutMark();
    changeset('minor', 'Spec corrected: a name is shown.');
    const verdict =
      '1 breaking, 0 additive, 1 wording: asks for a major version; minor is enough before 1.0 (@truework-legacy/spec is 0.3.0), and .changeset/new.md says so.\n';
    expect(await run('HEAD', '--check-changeset')).toEqual({ code: 0, stdout: verdict, stderr: '' });
    commit('with changeset');
    expect(await run('HEAD', '--check-changeset')).toMatchObject({ code: 1 });
    git('branch', 'older', 'HEAD~1');
    expect(await run('older', '--check-changeset')).toEqual({ code: 0, stdout: verdict, stderr: '' });
  });

  test.for([
    [
      'a bump that is too small',
      ...['0.3.0', 'patch', 'API changed: a name is shown.'],
      'It asks for a patch version of @truework-legacy/spec: write minor.',
    ],
    [
      'a minor version from 1.0 on',
      ...['1.0.0', 'minor', 'API changed: a name is shown.'],
      'It asks for a minor version of @truework-legacy/spec: write major.',
    ],
    [
      'a line without prefix',
      ...['0.3.0', 'minor', '- Spec corrected: a name is shown,\n  and more.\n- Ids are described.'],
      'Begin "Ids are described." with "API changed:" or "Spec corrected:".',
    ],
    ['a changeset without a line', '0.3.0', 'minor', '', 'It says nothing: write what changed for users.'],
  ] as const)('rejects %s', async ([, version, bump, text, problem]) => {
    spec = withoutMark();
    write('spec/package.json', JSON.stringify({ version }));
    changeset(bump, text);
    expect(await run('HEAD', '--check-changeset')).toMatchObject({
      code: 1,
      stderr: `\n.changeset/new.md does not fit. ${problem}\n`,
    });
  });

  test('skips changesets of other packages, and says in JSON what is wrong', async () => {
    spec = withoutMark();
    write('.changeset/client.md', '---\n"@truework-legacy/client": minor\n---\n\nFaster.\n');
    const { code, stdout } = await run('HEAD', '--check-changeset', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).changeset).toMatchObject({
      fits: false,
      path: '.changeset/spec-schema-order.md',
      text: expect.stringContaining('"@truework-legacy/spec": minor'),
    });
  });
});

function withoutMark(): SmallSpec {
  return changedSpec(({ components }) => {
    const { id, name } = components.schemas['Order']?.properties ?? {};
    delete name?.['x-pii'];
    Object.assign(id ?? {}, { description: 'The id.' });
  });
}

function changeset(bump: string, text: string): void {
  write('.changeset/new.md', `---\n"@truework-legacy/spec": ${bump}\n---\n\n${text}\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function commit(subject: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', subject);
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' }).trim();
}
