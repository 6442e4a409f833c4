import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { reference } from '../src/reference/reference.ts';

// A reader has what the page shows, and what the page says to install.

const root = join(import.meta.dirname, '..');
const pages = globSync('src/content/docs/*.mdx', { cwd: root }).sort();
const fromQuickstart = ['@truework-legacy/client', '@truework-legacy/sandbox'];

/** The programs on a page, by the name that the page gives each. */
function programsOn(mdx: string): Map<string, string> {
  const shown = [...mdx.matchAll(/<Snippet file="([^"]+)"(?: title="([^"]+)")?/g)].map(
    ([, file = '', title]) => [title ?? file.split('/').at(-1) ?? '', `snippets/${file}`] as const,
  );
  const tests = [...mdx.matchAll(/from '\.\.\/\.\.\/\.\.\/(test\/[^']+)\?raw'/g)].map(
    ([, file = '']) => [file, file] as const,
  );
  return new Map([...shown, ...tests].map(([name, file]) => [name, readFileSync(join(root, file), 'utf8')]));
}

function importsOf(program: string): string[] {
  return [...program.matchAll(/^(?:import|.*?\bfrom) '([^']+)'/gm)].map(([, from = '']) => from);
}

describe.each(pages)('%s', (page) => {
  const mdx = readFileSync(join(root, page), 'utf8');
  const programs = programsOn(mdx);
  const imports = [...programs.values()].flatMap(importsOf);

  it('shows every file that its programs import', () => {
    const files = imports.filter((from) => from.startsWith('./')).map((from) => from.slice(2));
    expect([...programs.keys()]).toEqual(expect.arrayContaining(files));
  });

  it('says how to set every variable that its programs need', () => {
    const needed = [...programs.values()].flatMap((program) => [...program.matchAll(/\b([A-Z_]+) = ''/g)]);
    for (const [, name] of needed) expect(mdx).toContain(`export ${name}=`);
  });

  it('says how to install every package that its programs import', () => {
    const packages = imports
      .filter((from) => !/^(\.|node:)/.test(from))
      .map((from) => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from)
      .filter((name) => !fromQuickstart.includes(name))
      .map((name) => name.replace(/^@truework-legacy\/(.*)$/, '../truework-legacy/packed/$1.tgz'));
    const installed = [...mdx.matchAll(/npm install ([^`\n]+)/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(installed).toEqual(expect.arrayContaining([...new Set(packages)]));
  });
});

it('receivers load without their secrets, as a build loads them', async () => {
  vi.stubEnv('TRUEWORK_WEBHOOK_TOKEN', undefined);
  for (const name of ['route', 'worker']) await import(`../snippets/webhooks/${name}.ts`);
  vi.unstubAllEnvs();
});

/** The rows of the table on a page that has defaults: name and default. */
function defaultsOn(page: string): [string, string][] {
  const mdx = readFileSync(join(root, `src/content/docs/${page}.mdx`), 'utf8');
  const [, rows = ''] = /\| Default \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(mdx) ?? [];
  return [...rows.matchAll(/^\| `(\w+)` \|.*\| ([^|]+) \|$/gm)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('`', ''),
  ]);
}

it('the defaults of options are those of the client', () => {
  const options = readFileSync(join(root, '../client/src/options.ts'), 'utf8');
  const rows = defaultsOn('client').filter(([, value]) => /\d/.test(value));
  expect(rows.map(([name]) => name)).toEqual(['timeoutMs', 'deadlineMs', 'retries']);
  for (const [name, value] of rows) {
    const [, said = ''] = new RegExp(`@defaultValue (\\d+)\n\\s*\\*/\\s*${name}\\?:`).exec(options) ?? [];
    const unit = /seconds/.test(value) ? 1_000 : /minutes/.test(value) ? 60_000 : 1;
    expect(Number(value.split(' ')[0]) * unit, name).toBe(Number(said));
  }
});

it('the defaults of parameters are those of the spec', () => {
  const { parameters } = reference.pages.find(({ id }) => id === 'listVerifications') ?? expect.unreachable();
  const rows = defaultsOn('pagination');
  expect(rows.length).toBeGreaterThan(3);
  for (const [name, value] of rows) {
    const { field } = parameters.find((it) => it.field.name === name) ?? expect.unreachable(name);
    expect(field.description, name).toContain(`Default: ${value}`);
  }
});
