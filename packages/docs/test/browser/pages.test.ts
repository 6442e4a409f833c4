import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/reference/reference.ts';
import { samplePages } from './sample-pages.ts';
import { pages, visit } from './site-under-test.ts';
import { removeRepetitions, setView, viewsOf, violationsOf, violationsOfPart } from './wcag.ts';

/** What one visit of a page showed. */
interface Seen {
  readonly status: number | undefined;
  /** Errors and warnings of the page. */
  readonly complaints: readonly string[];
  /** Addresses of other hosts that the page asked. */
  readonly outsideRequests: readonly string[];
  /** What must be scrolled to sideways on the smallest phone, in pixels, with everything unfolded. */
  readonly sidewaysScroll: number;
}

async function look(path: string): Promise<Seen> {
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
    await page.setViewportSize({ width: 320, height: 640 });
    const response = await page.goto(`${url}${path}`);
    const sidewaysScroll = await page.evaluate(() => {
      for (const details of document.querySelectorAll('main details')) details.setAttribute('open', '');
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    seen = { status: response?.status(), complaints, outsideRequests, sidewaysScroll };
  });
  return seen ?? expect.unreachable('The visit came to no end.');
}

// All pages with all that is on them take minutes: `pnpm --filter @truework-legacy/docs test:wcag`.
const isThorough = process.env['WCAG_PAGES'] === 'all';
const examined = isThorough ? pages : samplePages(pages);

describe('every page', () => {
  it.each([
    '/',
    ...reference.pages.map(({ href }) => href),
    ...readdirSync(join(import.meta.dirname, '../../src/content/docs'), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.mdx'))
      .map((file) => `/${file.replace(/(index)?\.mdx$/, '/')}`.replace('//', '/')),
  ])('%s is there', (path) => {
    expect(pages).toContain(path);
  });

  it.concurrent.each(pages)(
    '%s loads without a message, from one host, and does not scroll sideways at 320 px',
    async (path) => {
      expect(await look(path)).toEqual({
        status: 200,
        complaints: [],
        outsideRequests: [],
        sidewaysScroll: 0,
      });
    },
  );

  it.concurrent.each(examined)('%s keeps WCAG 2.2 A and AA, light, dark and on a phone', (path) =>
    visit(async (page, url) => {
      const views = viewsOf(examined.indexOf(path));
      await setView(page, views[0]);
      await page.goto(`${url}${path}`);
      if (!isThorough) await removeRepetitions(page);
      expect(await violationsOf(page, 'html', views)).toEqual([]);
    }),
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

  it('shows samples in the language that was chosen on another page, and another example', () =>
    visit(async (page, url) => {
      const shown = page.locator('[data-in]:visible');
      await page.goto(`${url}/reference/search-companies/`);
      expect(await shown.textContent()).toContain('curl');
      await page.getByRole('radio', { name: 'Python' }).check();
      expect(await shown.textContent()).toContain('urlopen');
      await page.goto(`${url}/reference/create-verification/`);
      expect(await shown.textContent()).toContain('"Example Widgets LLC"');
      await page.locator('.sample').getByLabel('Example').selectOption({ index: 1 });
      expect(await shown.textContent()).not.toContain('"Example Widgets LLC"');
      await page.getByRole('radio', { name: '429' }).check();
      expect(await page.locator('[data-status]:visible').textContent()).toContain('429 Too Many Requests');
    }));

  it('leads from a link to a field, also to one that is folded away', () =>
    visit(async (page, url) => {
      await page.goto(`${url}/reference/create-verification/#body.target.company.CompanyByName.city`);
      const field = page.locator('[id="body.target.company.CompanyByName.city"]');
      await expect.poll(() => field.isVisible()).toBe(true);
      await expect.poll(async () => (await field.boundingBox())?.y).toBeLessThan(720);
    }));

  it('finds what people look for, on the first three pages of the results', () =>
    visit(async (page, url) => {
      await page.goto(`${url}/404.html`);
      await page.getByRole('button', { name: 'Search' }).click();
      const found = page.locator('.search-results li:nth-child(-n+3) a');
      for (const [query, address] of [
        ['social_security_number', /social_security_number$/],
        ['Request-Sync', /create-verification\/#header/],
        ['pending-approval', /verifications\/#how-it-ends/],
        ['ambiguous-outcome', /^\/errors\/#never-create-twice/],
        ['X-Truework-Signature', /^\/signatures/],
        ['permisible_purpose', /#body\.permissible_purpose/],
        ['webhok duplicate', /webhooks\/#duplicates/],
        ['rate limit', /^\/errors\/#the-rate-limit/],
        ['employer not found', /verifications\/#how-it-ends/],
        ['SSN format', /^\/verifications/],
        ['api key', /^\/authentication/],
      ] as const) {
        await page.getByRole('searchbox').fill(query);
        await expect
          .poll(() => found.evaluateAll((links) => links.map((link) => link.getAttribute('href'))), {
            message: query,
            timeout: 10_000,
          })
          .toContainEqual(expect.stringMatching(address));
      }
      expect(await violationsOfPart(page, 'dialog.search')).toEqual([]);
    }));
});
