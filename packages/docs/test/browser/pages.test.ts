import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/reference/reference.ts';
import { dist, pages, visit } from './site-under-test.ts';
import { setView, viewsOf, violationsOf } from './wcag.ts';

/** What one visit of a page showed. */
interface Seen {
  readonly status: number | undefined;
  /** Errors and warnings of the page. */
  readonly complaints: readonly string[];
  /** Addresses of other hosts that the page asked. */
  readonly outsideRequests: readonly string[];
  readonly violations: readonly string[];
  /** What a phone shows at once, and what there is, in pixels: with everything unfolded. */
  readonly widths: { readonly scrollWidth: number; readonly clientWidth: number };
}

const visits = new Map<string, Promise<Seen>>();

/** Visits a page once for all tests: to load it costs more than most of what is asked of it. */
function look(path: string): Promise<Seen> {
  const seen = visits.get(path) ?? visitPage(path);
  visits.set(path, seen);
  return seen;
}

async function visitPage(path: string): Promise<Seen> {
  let seen: Seen | undefined;
  await visit(async (page, url) => {
    const complaints: string[] = [];
    const outsideRequests: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) outsideRequests.push(request.url());
    });
    const views = viewsOf(pages.indexOf(path));
    await setView(page, views[0]);
    const response = await page.goto(`${url}${path}`);
    const violations = await violationsOf(page, 'html', views);
    await page.setViewportSize({ width: 390, height: 844 });
    const widths = await page.evaluate(() => {
      for (const details of document.querySelectorAll('main details')) details.setAttribute('open', '');
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    await page.waitForLoadState('networkidle');
    seen = { status: response?.status(), complaints, outsideRequests, violations, widths };
  });
  return seen ?? expect.unreachable('The visit came to no end.');
}

describe('every page', () => {
  it.each(reference.pages.map(({ id, slug }) => [id, slug]))('there is one for %s', (_, slug) => {
    expect(existsSync(join(dist, 'reference', slug, 'index.html'))).toBe(true);
  });

  it.each(pages)('%s says that the version is deprecated', (path) => {
    const html = readFileSync(join(dist, path.endsWith('/') ? `${path}index.html` : path), 'utf8');
    expect(html).toContain('Deprecated API version 2019-10-15');
  });

  it.concurrent.each(pages)('%s loads without a message in the console, and from one host', async (path) => {
    const { status, complaints, outsideRequests } = await look(path);
    expect(status).toBe(200);
    expect(complaints).toEqual([]);
    expect(outsideRequests).toEqual([]);
  });

  it.concurrent.each(pages)('%s keeps WCAG 2.2 A and AA, light, dark and on a phone', async (path) => {
    expect((await look(path)).violations).toEqual([]);
  });

  it.concurrent.each(pages)(
    '%s does not scroll sideways on a phone, with everything unfolded',
    async (path) => {
      const { scrollWidth, clientWidth } = (await look(path)).widths;
      expect(scrollWidth).toBe(clientWidth);
    },
  );
});

describe('the site', () => {
  it('serves the description it was built from', () =>
    visit(async (_, url) => {
      const json = await fetch(`${url}/openapi.json`);
      expect(await json.json()).toEqual(reference.document);
      const yaml = await fetch(`${url}/openapi.yaml`);
      expect(await yaml.text()).toContain('openapi: "3.1.0"');
    }));

  it('responds to an unknown address with 404 and a page', () =>
    visit(async (page, url) => {
      const response = await page.goto(`${url}/nowhere/`);
      expect(response?.status()).toBe(404);
      expect(await page.title()).toContain('No such page');
    }));

  it('leads from a link to a field, also to one that is folded away', () =>
    visit(async (page, url) => {
      await page.goto(`${url}/reference/create-verification/#body.target.company.CompanyByName.city`);
      const field = page.locator('[id="body.target.company.CompanyByName.city"]');
      await expect.poll(() => field.isVisible()).toBe(true);
      await expect.poll(async () => (await field.boundingBox())?.y).toBeLessThan(720);
    }));

  it('finds a field by its name', () =>
    visit(async (page, url) => {
      await page.goto(`${url}/`);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('textbox').fill('social_security_number');
      const link = page.locator('.pagefind-ui__result a[href*="social_security_number"]').first();
      await link.waitFor();
      expect(await link.getAttribute('href')).toMatch(/^\/reference\/.+#.*social_security_number$/);
    }));
});
