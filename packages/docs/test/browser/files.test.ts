import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as client from '@truework-legacy/client';
import { faultCatalogue } from '@truework-legacy/sandbox';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/reference/reference.ts';
import { pathsOf, sections } from '../../src/sections.ts';
import { dist, fileOf, pages, requireFreshBuild } from './site-under-test.ts';

// What the files of the site show without a browser.

const read = (path: string) => readFileSync(join(dist, path), 'utf8');
const kilobytes = (file: string) => gzipSync(readFileSync(file)).length / 1000;

/** The scripts that a page loads, with what they import, now or later. */
function scriptsOf(html: string): string[] {
  const found = new Set<string>();
  const queue = [...html.matchAll(/<script[^>]*\ssrc="\/(_astro\/[^"]+)"/g)].map(([, file = '']) => file);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, name] of read(file).matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)) queue.push(`_astro/${name}`);
  }
  return [...found];
}

describe('the weight of each page', () => {
  it.each(pages)('%s has at most 65 kB, and 35 kB of scripts', (path) => {
    requireFreshBuild();
    const html = readFileSync(fileOf(path), 'utf8');
    const sum = (files: readonly string[]) =>
      files.reduce((total, file) => total + kilobytes(join(dist, file)), 0);
    const styles = [...html.matchAll(/<link rel="stylesheet" href="\/(_astro\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    );
    const scripts = sum(scriptsOf(html));
    expect(scripts).toBeLessThanOrEqual(35);
    expect(kilobytes(fileOf(path)) + sum([...new Set(styles)]) + scripts).toBeLessThanOrEqual(65);
  });
});

describe('each page', () => {
  it.each(pages)('%s says once that the version is deprecated, and names no file of another host', (path) => {
    const html = readFileSync(fileOf(path), 'utf8');
    expect(html.match(/Deprecated API version 2019-10-15/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(?:script|img|iframe|source)[^>]*\ssrc="(?:https?:)?\/\//);
    expect(html).not.toMatch(/<link rel="(?:stylesheet|preload|icon)[^>]*href="(?:https?:)?\/\//);
    expect(html).toContain("script-src 'self' 'wasm-unsafe-eval' 'sha256-");
    expect(html).not.toContain("'unsafe-eval'");
  });
});

describe('the head of each page', () => {
  const tagsOf = (html: string) =>
    Object.fromEntries(
      [...html.matchAll(/<(?:meta|link) (?:name|property|rel)="([\w:]+)" (?:content|href)="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
  const read = (path: string) => readFileSync(fileOf(path), 'utf8');

  it.each(pages.filter((path) => !['/', '/404.html'].includes(path)))(
    '%s names the page as it is, and where it is',
    (path) => {
      const html = read(path);
      const [, title = ''] = /<h1[^>]*>([^<]+)</.exec(html) ?? [];
      const tags = tagsOf(html);
      const address = `http://127.0.0.1:4019${path}`;
      expect(tags).toMatchObject({ 'og:title': title.trim(), 'og:url': address, canonical: address });
      expect(tags['og:description']).toBe(tags['description']);
      expect(tags['description']).toMatch(/^.{15,}[.?]$/);
      expect(html).toContain(`<title>${title.trim()} | Truework Legacy</title>`);
    },
  );

  it('says of no two pages the same', () => {
    const said = pages.map((path) => tagsOf(read(path))['description']);
    expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
  });
});

it('the page for an unknown address leads to where most begin', () => {
  const html = readFileSync(fileOf('/404.html'), 'utf8');
  const links = [...html.matchAll(/<a href="(\/[^"]*)"[^>]*>([^<]+)</g)].map(([, href, text]) => [
    text,
    href,
  ]);
  expect(Object.fromEntries(links)).toMatchObject({
    reference: '/reference/',
    'later versions': '/migrate/',
    Quickstart: '/quickstart/',
    Sandbox: '/sandbox/',
    Migration: '/migrate/',
  });
});

// wcag.ts looks at most things in one theme.
it('a theme changes colours, and the look of words in code', () => {
  const styles = globSync('_astro/*.css', { cwd: dist }).map(read).join('');
  const themed = [...styles.matchAll(/([^{}]*(?:data-theme|prefers-color-scheme)[^{}]*)\{([^{}]*)\}/g)];
  const changed = themed
    .filter(([, selector = '']) => !selector.includes('sl-hidden'))
    .flatMap(([, , declarations = '']) => [...declarations.matchAll(/(?:^|;)\s*([\w-]+):/g)])
    .map(([, property = '']) => property.replace(/^--.*/, '--'));
  expect(new Set(changed)).toEqual(
    new Set([
      '--',
      'background-color',
      'color',
      'color-scheme',
      'font-style',
      'font-weight',
      'text-decoration',
    ]),
  );
  const hides = /(?:light|dark):sl-hidden/;
  expect(pages.filter((path) => hides.test(readFileSync(fileOf(path), 'utf8')))).toEqual([]);
});

describe('each page of a section', () => {
  it.each(pages.filter((path) => !['/', '/404.html'].includes(path)))(
    '%s is marked in the sidebar, its section in the header, and the pages before and after it are of the section',
    (path) => {
      const html = readFileSync(fileOf(path), 'utf8');
      const current = [...html.matchAll(/<a href="([^"]+)"[^>]*? aria-current="(?:page|true)"/g)].map(
        ([, href]) => href,
      );
      expect(current).toContain(path);
      const section = sections.find(({ href }) => current.includes(href));
      const around = [...html.matchAll(/<a href="([^"]+)" rel="(?:prev|next)"/g)].map(([, href]) => href);
      expect(around.length).toBeGreaterThan(0);
      expect(pathsOf(section?.groups ?? [])).toEqual(expect.arrayContaining([path, ...around]));
    },
  );
});

describe('everything has its place', () => {
  const objects = readFileSync(fileOf('/reference/objects/'), 'utf8');
  const errors = readFileSync(fileOf('/reference/errors/'), 'utf8');
  const sandbox = pages
    .filter((path) => path.startsWith('/sandbox'))
    .map((path) => readFileSync(fileOf(path), 'utf8'));

  it.each(Object.keys(reference.document.components?.schemas ?? {}))('the schema %s', (name) => {
    expect(objects).toContain(`id="${name}"`);
  });

  it.each(
    Object.values(client).flatMap((exported) =>
      typeof exported === 'function' &&
      exported.prototype instanceof client.TrueworkError &&
      exported !== client.CallError
        ? [(exported as unknown as { code: string }).code]
        : [],
    ),
  )('the error code %s', (code) => {
    expect(errors).toContain(`id="code-${code}"`);
  });

  it('what changed in the spec', () => {
    expect(readFileSync(join(dist, 'changes.md'), 'utf8')).toMatch(/^(Spec corrected|Truework changed): /m);
  });

  it('the meanings of values in guides', () => {
    const guide = readFileSync(join(dist, 'verifications.md'), 'utf8');
    expect(guide.match(/^\| Value +\| Meaning +\|$/gm)).toHaveLength(2);
  });

  it.each(Object.keys(faultCatalogue))('the fault %s', (name) => {
    expect(sandbox.some((html) => html.includes(`<code>${name}</code>`))).toBe(true);
  });
});

describe('what programs read', () => {
  const withTwin = pages.filter((path) => path !== '/404.html');
  const twinOf = (path: string) => (path === '/' ? 'index.md' : `${path.slice(1, -1)}.md`);

  it.each(withTwin)('%s has a Markdown twin with its headings and its code, in the index', (path) => {
    const html = readFileSync(fileOf(path), 'utf8');
    const twin = read(twinOf(path));
    expect(html).toContain(`<link rel="alternate" type="text/markdown" href="/${twinOf(path)}">`);
    expect(read('llms.txt')).toContain(`](http://127.0.0.1:4019/${twinOf(path)}):`);
    expect(read('llms-full.txt')).toContain(twin);
    const headings = [...html.matchAll(/<h2 id="(?!starlight)[^"]*"[^>]*>(?:<a[^>]*>)?([^<]+)</g)];
    for (const [, heading = ''] of headings) expect(twin).toContain(heading.trim().replaceAll('&amp;', '&'));
    expect(twin.match(/^ *```\w/gm)?.length ?? 0).toBe(html.match(/<pre data-language/g)?.length ?? 0);
    expect(twin).not.toMatch(/<(?:div|span|details|button)\b/);
  });

  it.each(globSync('**/*.md', { cwd: dist }))('the links of %s lead to files of the site', (file) => {
    const links = [...read(file).matchAll(/\]\((\/[^)#\s]*)/g)].map(([, link = '']) => link);
    const files = new Set(globSync('**/*', { cwd: dist }).map((name) => `/${name}`));
    expect(links.filter((link) => !files.has(link))).toEqual([]);
  });

  it.each(['openapi.json', 'openapi.yaml', 'migration.json', 'contract-report.json', 'sitemap-index.xml'])(
    'there is %s',
    (file) => {
      expect(read(file).length).toBeGreaterThan(100);
      if (!file.startsWith('sitemap')) expect(read('llms.txt')).toContain(`/${file})`);
    },
  );

  it('has all pages in one file, in the order of their addresses', () => {
    const files = withTwin.map((path) => `${path}index.html`).sort();
    const twins = files.map((file) => read(twinOf(file.replace('index.html', ''))));
    expect(read('llms-full.txt') === twins.join('\n\n')).toBe(true);
  });

  it.each([
    ['migration.json', 'migration/2023-10-30.json'],
    ['openapi.json', 'openapi.json'],
    ['openapi.yaml', 'openapi.yaml'],
  ])('%s is the one of the spec', (file, source) => {
    const path = fileURLToPath(import.meta.resolve(`@truework-legacy/spec/${source}`));
    expect(readFileSync(join(dist, file)).equals(readFileSync(path))).toBe(true);
  });

  it('says how to send a request, and what not to do', () => {
    const { version } = reference.document.info;
    expect(read('llms.txt').replaceAll('\n', ' ')).toContain(
      `Send \`Authorization: Bearer <key>\` and \`Accept: application/json; version=${version}\` with every request. A create is charged and has no idempotency key: never retry it blindly.`,
    );
  });

  it('names the base URLs, and is short enough to be read at once', () => {
    for (const { url } of reference.document.servers ?? []) expect(read('llms.txt')).toContain(`- ${url} `);
    expect(read('llms.txt').length).toBeLessThan(50_000);
  });
});

describe('the figures that were collected', () => {
  const collected = (file: string) => JSON.parse(readFileSync(join(dist, '..', file), 'utf8'));
  const { tests, mutation, thirdParties, facts } = collected('src/data/contract-report.json');
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const totals = ({ kinds }: { kinds: Record<string, number>[] }) =>
    ['planted', 'killed', 'equivalent'].map((column) => sum(kinds.map((kind) => kind[column] ?? 0)));
  const byRules = mutation.groups
    .filter(({ chosenBy }: { chosenBy: string }) => chosenBy === 'rules')
    .map(totals);
  const [planted = 0, killed = 0, equivalent = 0] = [0, 1, 2].map((at) =>
    sum(byRules.map((of: number[]) => of[at] ?? 0)),
  );
  const visible = planted - equivalent;
  const shown = (count: number) => count.toLocaleString('en-US');

  it('are on the home page', () => {
    const figures = [...read('index.html').matchAll(/<dd>\s*<a href="\/contract\/#[^>]*>([^<]+)/g)];
    expect(figures.map(([, figure]) => figure)).toEqual([
      shown(sum(facts.map((level: { facts: number }) => level.facts))),
      shown(tests.passed),
      `${shown(killed)} of ${shown(visible)}`,
      shown(sum(thirdParties.map(({ checks }: { checks: number }) => checks))),
    ]);
  });

  it('are in the contract report', () => {
    const text = read('contract.md');
    expect(text.match(/^- (Tests|Mutants): .*?(?=, against| Small)|^### .* noticed$/gm)).toEqual([
      `- Tests: ${shown(tests.passed)} passed ${tests.failed} failed, in ${tests.seconds} seconds`,
      `- Mutants: ${visible - killed} of ${shown(visible)} survived`,
      ...mutation.groups.map((group: { group: string; kinds: Record<string, number>[] }) => {
        const [of = 0, noticed = 0] = totals(group);
        return `### ${group.group}: ${shown(noticed)} of ${shown(of)} noticed`;
      }),
    ]);
    expect(text.match(/^### .*\n\n[\d,]+ checks, \d+ findings?/gm)).toEqual(
      thirdParties.map(
        ({ name, version, checks, findings }: Record<string, number>) =>
          `### ${name} ${version}\n\n${shown(checks ?? 0)} checks, ${findings} finding${findings === 1 ? '' : 's'}`,
      ),
    );
  });
});
