import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dist, requireFreshBuild } from './site-under-test.ts';

interface Link {
  readonly from: string;
  readonly href: string;
}

describe('links', () => {
  it('that stay on the site lead to a page and to a place on it', () => {
    requireFreshBuild();
    const { ids, links } = readSite();
    const inside = links
      .map((link) => ({ ...link, url: new URL(link.href, `http://site.invalid${link.from}`) }))
      .filter(({ url }) => url.host === 'site.invalid');
    expect(inside.length).toBeGreaterThan(0);
    const broken = inside.filter(({ url }) => {
      const location = decodeURIComponent(url.hash.slice(1));
      const found = ids.get(url.pathname);
      return !found || (location !== '' && !found.has(location));
    });
    expect(
      broken.map(({ from, href }) => `${from} → ${href}`),
      'A page links to what is not there. Fix the link in src/content/docs, or in the component that makes it',
    ).toEqual([]);
  });
});

/** The ids of each page, and of each file that is not a page, by address; and every link with the page it stands on. */
function readSite() {
  const ids = new Map<string, ReadonlySet<string>>();
  const links: Link[] = [];
  for (const file of globSync('**/*', { cwd: dist })) {
    if (!file.endsWith('.html')) {
      ids.set(`/${file}`, new Set());
      continue;
    }
    const from = `/${file.replace(/index\.html$/, '')}`;
    const html = readFileSync(join(dist, file), 'utf8');
    ids.set(from, new Set(attributes(html, 'id')));
    links.push(...attributes(html, 'href').map((href) => ({ from, href })));
  }
  return { ids, links };
}

function attributes(html: string, name: string): string[] {
  const found = html.matchAll(new RegExp(`<[^>]*?\\s${name}="([^"]*)"`, 'g'));
  return [...found].map(([, value = '']) => value.replaceAll('&amp;', '&'));
}
