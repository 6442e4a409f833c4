import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/reference/reference.ts';
import { pages, visit } from './site-under-test.ts';
import { removeRepetitions, type View, views, violationsOf, violationsOfPart } from './wcag.ts';

/** What one visit of a page showed. */
interface Seen {
  readonly status: number | undefined;
  /** Errors and warnings of the page. */
  readonly complaints: readonly string[];
  /** Addresses of other hosts that the page asked. */
  readonly outsideRequests: readonly string[];
  /** What must be scrolled to sideways on the smallest phone, in pixels. */
  readonly sidewaysScroll: number;
  /** What breaks WCAG 2.2 A or AA. */
  readonly violations: readonly string[];
}

// Every page with all that is on it takes minutes: `pnpm --filter @truework-legacy/docs test:wcag`.
const isThorough = process.env['WCAG_PAGES'] === 'all';

const guides = readdirSync(join(import.meta.dirname, '../../src/content/docs')).map(
  (file) => `/${file.replace('.mdx', '')}/`,
);
const operations = reference.pages.map(({ href }) => href);
// The longest guide, an operation and a webhook stand for those that are made like them.
const inEveryView = [
  ...pages.filter((path) => !guides.includes(path) && !operations.includes(path)),
  '/sandbox/',
  '/reference/create-credentials-session/',
  '/reference/verification-request-state-change/',
];
const inOneView = pages.filter((path) => !inEveryView.includes(path));

const seenInEveryView = new Set<number>();
const seenIn = new Map<View, Set<number>>();

/** The views of a page, and the kinds of elements that earlier pages had in these views. */
function viewsOf(path: string): { shownAs: readonly View[]; seen: Set<number> } {
  const view = views[inOneView.indexOf(path) % views.length];
  if (isThorough || view === undefined) return { shownAs: views, seen: seenInEveryView };
  const seen = seenIn.get(view) ?? new Set(seenInEveryView);
  seenIn.set(view, seen);
  return { shownAs: [view], seen };
}

/** Looks at a page with everything on it unfolded. */
async function look(path: string): Promise<Seen> {
  let shown: Seen | undefined;
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
      // Their heights are estimated for closed folds, so axe would see them over what follows.
      for (const part of document.querySelectorAll<HTMLElement>('.body-fields'))
        part.style.contentVisibility = 'visible';
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    const { shownAs, seen } = viewsOf(path);
    if (!isThorough) await removeRepetitions(page, seen);
    const violations = await violationsOf(page, shownAs);
    shown = { status: response?.status(), complaints, outsideRequests, sidewaysScroll, violations };
  });
  return shown ?? expect.unreachable('The visit came to no end.');
}

describe('every page', () => {
  it.each(['/', ...operations, ...guides])('%s is there', (path) => {
    expect(pages).toContain(path);
  });

  it.concurrent.each([...inEveryView, ...inOneView])(
    '%s loads without a message, from one host, does not scroll sideways at 320 px, and keeps WCAG 2.2 A and AA',
    async (path) => {
      expect(await look(path)).toEqual({
        status: 200,
        complaints: [],
        outsideRequests: [],
        sidewaysScroll: 0,
        violations: [],
      });
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
        ['verifications.create', /reference\/create-verification/],
        ['timeoutMs', /^\/client\/#options/],
        ['api key', /^\/authentication/],
        ['recconcile', /^\/errors/],
        ['Truework.js', /^\/credentials-sessions/],
        ['cloudflare', /^\/webhook-servers/],
        ['test ssn', /^\/sandbox/],
        ['how do I avoid ordering twice', /^\/errors\/#never-create-twice/],
        ['upload a document', /^\/verifications\/#documents/],
        ['429', /errors\/#status-429/],
        ['furloughed-covid', /^\/to-2020-12-07/],
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
