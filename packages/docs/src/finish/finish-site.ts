import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { reference } from '../reference/reference.ts';
import { pathsOf, sections } from '../sections.ts';
import { withContentSecurityPolicy } from './content-security-policy.ts';
import { type MarkdownPage, markdownPage } from './markdown-page.ts';

/** What is done to the pages once they are written: links below a base path, a security policy, and a twin for programs. */
export function finishSite(): AstroIntegration {
  let base = '';
  let site = '';
  return {
    name: 'finish-site',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/$/, '');
        site = (config.site ?? '').replace(/\/$/, '');
      },
      'astro:build:done': ({ dir }) => finish(fileURLToPath(dir), base, site),
    },
  };
}

function finish(dist: string, base: string, site: string): void {
  const twins = new Map<string, MarkdownPage>();
  for (const file of globSync('**/*.html', { cwd: dist }).sort()) {
    const path = join(dist, file);
    // The theme without JavaScript, and so on paper.
    const html = withBase(readFileSync(path, 'utf8'), base).replace(
      /(<html[^>]*data-theme=")dark/,
      '$1light',
    );
    const twin = file.replace(/(\/?)index\.html$/, (_, slash) => (slash ? '.md' : 'index.md'));
    const alternate = `<link rel="alternate" type="text/markdown" href="${base}/${twin}">`;
    const isPage = file !== '404.html';
    writeFileSync(
      path,
      withContentSecurityPolicy(isPage ? html.replace('</head>', `${alternate}</head>`) : html),
    );
    if (!isPage) continue;
    const page = markdownPage(html, (href) => twinAddress(href, base));
    twins.set(twin, page);
    writeFileSync(join(dist, twin), textOf(page, base));
  }
  writeFileSync(join(dist, 'llms.txt'), index(twins, `${site}${base}`));
  writeFileSync(join(dist, 'search-words.json'), JSON.stringify(wordsOf(twins)));
  writeFileSync(
    join(dist, 'llms-full.txt'),
    [...twins.values()].map((page) => textOf(page, base)).join('\n\n'),
  );
}

/** Has every link that begins at the root begin at the base. Astro does that for its own links only. */
export function withBase(html: string, base: string): string {
  if (base === '') return html;
  return html.replace(
    /((?:\s(?:href|src)=|&quot;href&quot;:)(?:"|&quot;))(\/(?!\/)[^"&]*)/g,
    (all, before, path) => (path === base || path.startsWith(`${base}/`) ? all : `${before}${base}${path}`),
  );
}

/** `/client/#errors` as `/client.md#errors`. What is not a page stays. */
function twinAddress(href: string, base: string): string {
  const [, path = '', fragment = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
  if (!path.endsWith('/')) return href;
  return `${path === `${base}/` ? `${path}index` : path.slice(0, -1)}.md${fragment}`;
}

/** The words of all pages, the most frequent first: what a typo may have meant. */
function wordsOf(twins: ReadonlyMap<string, MarkdownPage>): string[] {
  const counts = new Map<string, number>();
  for (const { markdown } of twins.values()) {
    for (const [word] of markdown.toLowerCase().matchAll(/[a-z][a-z_-]{3,30}/g)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

function textOf({ title, description, markdown }: MarkdownPage, base: string): string {
  return `# ${title}

> ${description} Unofficial documentation of the deprecated Truework API 2019-10-15. All pages: ${base}/llms.txt

${markdown}`;
}

function index(twins: ReadonlyMap<string, MarkdownPage>, origin: string): string {
  const lineOf = (path: string) => {
    const twin = twinAddress(path, '').slice(1);
    const page = twins.get(twin);
    return page ? [`- [${page.title}](${origin}/${twin}): ${page.description}`] : [];
  };
  const listed = sections.map(
    ({ label, groups }) => `## ${label}\n\n${pathsOf(groups).flatMap(lineOf).join('\n')}\n`,
  );
  return `# Truework Legacy

> Unofficial documentation, client, validators, sandbox and migration map for the deprecated Truework API 2019-10-15, which
> verifies income and employment.

Base URLs:

${(reference.document.servers ?? []).map(({ url, description }) => `- ${url} ${description}`).join('\n')}

Send \`Authorization: Bearer <key>\` and \`Accept: application/json; version=2019-10-15\` with every request. A create is charged and has no
idempotency key: never retry it blindly.

${listed.join('\n')}
## Files

- [Home](${origin}/index.md): what this is, and for whom.
- [OpenAPI 3.1, YAML](${origin}/openapi.yaml): the description that all of this is generated from.
- [OpenAPI 3.1, JSON](${origin}/openapi.json): the same.
- [Migration map](${origin}/migration.json): where every operation, field and value goes in version 2023-10-30.
- [Contract report](${origin}/contract-report.json): what was tested, and what nobody looked at.
- [Everything in one file](${origin}/llms-full.txt): all pages of this list.
`;
}
