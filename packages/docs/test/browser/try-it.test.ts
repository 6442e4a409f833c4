import { globSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createSandbox } from '@truework-legacy/sandbox';
import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/reference/reference.ts';
import { dist, fileOf, visit } from './site-under-test.ts';
import { phone, violationsOfPart } from './wcag.ts';

const requests = reference.pages.filter(({ kind }) => kind === 'request');
const webhooks = reference.pages.filter(({ kind }) => kind === 'webhook');
const example = { key: 'tw_sk_test_example', accept: 'application/json; version=2019-10-15' };

/** How an empty sandbox responds to the prefilled request: it knows none of the ids. */
function firstResponse({ target, responses }: (typeof requests)[number]): string {
  if (target.includes('{')) return '404 Not Found';
  const success = responses.find(({ status }) => status.startsWith('2'));
  return success?.title ?? expect.unreachable('no success is described');
}

describe('the console of each operation', () => {
  it.each(requests)('sends the prefilled request of $id, and shows the response', (operation) =>
    visit(async (page, url) => {
      const { method, href, body } = operation;
      await open(page, `${url}${href}`);
      const shown = page.locator('[data-url]');
      await expect.poll(() => shown.textContent()).toContain(url);
      const announced = await shown.textContent();
      const [sent] = await Promise.all([page.waitForRequest(toApi), send(page)]);
      await expect
        .poll(() => status(page))
        .toMatch(new RegExp(`^${firstResponse(operation)} in \\d+ ms\\. .+`));
      expect([sent.method(), sent.url()]).toEqual([method, announced]);
      expect(sent.url().startsWith(`${url}/`)).toBe(true);
      expect(await sent.allHeaders()).toMatchObject({
        authorization: `Bearer ${example.key}`,
        accept: example.accept,
      });
      expect(JSON.parse(sent.postData() ?? 'null')).toEqual(body?.examples[0]?.value ?? null);
      expect(JSON.parse(await respond(page))).toBeTypeOf('object');
      await page.setViewportSize(phone);
      expect(await sidewaysScroll(page)).toBe(0);
      // Its inputs are of every kind that a console has.
      if (operation.id === 'createVerification') expect(await violationsOfPart(page, '.try-it')).toEqual([]);
    }),
  );

  it.each(webhooks)('is not there for the webhook $id', ({ href }) => {
    expect(readFileSync(fileOf(href), 'utf8')).not.toContain('class="try-it"');
  });
});

describe('the console', () => {
  it('leads from an order to its report, as JSON and as PDF, and to the next order', () =>
    visit(async (page, url) => {
      await open(page, `${url}/reference/create-verification/`);
      await page.locator('.try-it').getByLabel('Example').selectOption({ index: 1 });
      await send(page);
      await expect.poll(() => status(page)).toContain('201 Created');
      const { id } = JSON.parse(await respond(page));

      await page.getByRole('link', { name: 'Read this verification.' }).click();
      await page.waitForURL(/get-verification/);
      expect(await page.getByLabel('verification_request_id').inputValue()).toBe(id);
      const report = page.getByRole('link', { name: 'Read the first report of this verification.' });
      await expect
        .poll(async () => {
          await send(page);
          await expect.poll(() => status(page)).toContain('200 OK');
          return report.isVisible();
        })
        .toBe(true);

      await report.click();
      await page.waitForURL(/get-report/);
      await send(page);
      await expect.poll(() => status(page)).toContain('200 OK');
      const { id: reportId } = JSON.parse(await respond(page));
      expect(await page.getByLabel('verification_report_id').inputValue()).toBe(reportId);
      await page.getByLabel('Accept').selectOption('application/pdf; version=2019-10-15');
      await send(page);
      const [pdf] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download getReport.pdf' }).click(),
      ]);
      expect(pdf.suggestedFilename()).toBe('getReport.pdf');
      expect(readFileSync(await pdf.path(), 'latin1')).toMatch(/^%PDF-/);

      await page.getByLabel('Accept').selectOption(example.accept);
      await send(page);
      await page.getByRole('link', { name: 'Reverify this report.' }).click();
      await page.waitForURL(/reverify-verification/);
      expect(JSON.parse(await page.getByLabel('Body').inputValue())).toMatchObject({ report_id: reportId });
      await send(page);
      await expect.poll(() => status(page)).toContain('201 Created');
    }));

  it('shows what is wrong with a request', () =>
    visit(async (page, url) => {
      await open(page, `${url}/reference/create-verification/`);
      await page.getByLabel('Body').fill('{}');
      await send(page);
      await expect.poll(() => status(page)).toContain('400 Bad Request');
      expect(JSON.parse(await respond(page)).error.invalid_fields).toHaveProperty('target');
      await page.locator('.try-it .fold summary').click();
      expect(await page.locator('.try-it dl').textContent()).toContain('application/json');
    }));

  it('rejects what must not be sent before anything is sent, and says why', () =>
    visit(async (page, url) => {
      await open(page, `${url}/reference/create-verification/`);
      const sent = record(page);
      // Were it sent after all, it would not arrive.
      await page.route(
        ({ hostname }) => hostname !== '127.0.0.1',
        (route) => route.abort(),
      );
      const rejection = page.getByRole('alert');
      for (const [label, value, reason] of [
        ['Key', 'tw_sk_synthetic', 'looks like a production key'],
        ['Server', 'https://api.truework.com', 'on your own machine only'],
        ['Server', 'https://api.truework-sandbox.com', 'on your own machine only'],
        ['Server', 'http://192.0.2.1:4019', 'on your own machine only'],
        ['Body', '{"type": }', 'This is not JSON'],
      ] as const) {
        const input = page.getByLabel(label, { exact: true });
        const good = await input.inputValue();
        await input.fill(value);
        await send(page);
        await expect.poll(() => rejection.allTextContents()).toEqual([expect.stringContaining(reason)]);
        expect(await focused(page)).toBe(`try-it.${label.toLowerCase()}`);
        expect(await input.getAttribute('aria-describedby')).toBe(await rejection.getAttribute('id'));
        await input.fill(good);
      }
      expect(await violationsOfPart(page, '.try-it')).toEqual([]);
      expect(sent.filter(toApi)).toEqual([]);

      await send(page);
      await expect.poll(() => status(page)).toContain('201 Created');
      expect(await rejection.count()).toBe(0);
    }));

  it('sends nothing before a click, sends once however often it is clicked, and stores neither key nor person', () =>
    visit(async (page, url) => {
      const sent = record(page);
      await page.goto(`${url}/reference/create-verification/`, { waitUntil: 'networkidle' });
      expect(sent.filter((request) => request.resourceType() === 'fetch')).toEqual([]);
      await page.locator('.try-it > summary').click();
      await expect.poll(() => page.getByLabel('Server').inputValue()).toBe(url);
      await page.getByLabel('Key').fill('tw_sk_test_synthetic_secret');
      await page.waitForLoadState('networkidle');
      const asked = sent.filter((request) => request.resourceType() === 'fetch');
      expect(asked.map((request) => [request.method(), request.url()])).toEqual([
        ['GET', `${url}/_sandbox/health`],
      ]);
      await page.getByRole('button', { name: 'Send' }).dblclick();
      await expect.poll(() => status(page)).toContain('201 Created');
      expect(sent.filter(toApi).map((request) => request.method())).toEqual(['POST']);
      const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
      expect(kept).not.toMatch(/secret|000-00/);
    }));

  it('copies the request as code, and remembers in the tab what was sent', () =>
    visit(async (page, url) => {
      await open(page, `${url}/reference/list-verifications/`);
      await page.evaluate(() => {
        navigator.clipboard.writeText = async (text) => {
          document.title = text;
        };
      });
      await page.locator('.try-it').getByLabel('limit').fill('5');
      await page.getByRole('button', { name: 'curl' }).click();
      await expect.poll(() => page.title()).toContain(`curl '${url}/verification-requests/?limit=5'`);
      await page.getByRole('button', { name: 'TypeScript' }).click();
      await expect.poll(() => page.title()).toContain('await truework.verifications.list({ limit: 5, });');
      await send(page);
      await expect.poll(() => status(page)).toContain('200 OK');
      await page.goto(`${url}/reference/search-companies/#try-it`);
      const history = page.locator('.try-it-history');
      expect(await history.locator('summary').textContent()).toBe('Requests of this tab: 1');
      expect(await history.locator('li').allTextContents()).toEqual([
        expect.stringMatching(/^GET \/verification-requests\/\?limit=5 200 \d+ ms$/),
      ]);
    }));

  it('says how to start a sandbox where none is', () =>
    visit(async (page, url) => {
      const server = await unusedServer();
      await open(page, `${url}/reference/get-verification/`);
      await page.getByLabel('Server').fill(server);
      await send(page);
      await expect.poll(() => status(page)).toBe(`No response from ${server}.`);
      expect(await page.getByText('Start a sandbox with npm start').isVisible()).toBe(true);
      expect(await page.getByText('not from your machine').isVisible()).toBe(false);
      expect(await violationsOfPart(page, '.try-it')).toEqual([]);
    }));

  it('says what else it can be where the page is from another machine', () =>
    visit(async (page) => {
      const server = await unusedServer();
      await page.route('https://docs.example/**', (route) => {
        const { pathname } = new URL(route.request().url());
        const path = join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
        return pathname.startsWith('/_sandbox/') ? route.fulfill({ status: 404 }) : route.fulfill({ path });
      });
      await open(page, 'https://docs.example/reference/search-companies/');
      expect(await page.getByLabel('Server').inputValue()).toBe('http://127.0.0.1:4019');
      await page.getByLabel('Server').fill(server);
      await send(page);
      await expect.poll(() => status(page)).toBe(`No response from ${server}.`);
      expect(await page.getByText('not from your machine').isVisible()).toBe(true);
      expect(
        await page.getByRole('link', { name: 'The same page on the sandbox' }).getAttribute('href'),
      ).toBe(`${server}/reference/search-companies/#try-it`);
      await page.getByLabel('Server').fill('https://docs.example');
      await send(page);
      await expect
        .poll(() => page.getByRole('alert').allTextContents())
        .toEqual([expect.stringContaining('on your own machine only')]);
    }));

  it('says what it can be if something responds that is not a sandbox', () =>
    visit(async (page, url) => {
      const server = await serve((_, response) => response.end());
      await open(page, `${url}/reference/get-verification/`);
      await page.getByLabel('Server').fill(server.url);
      await send(page);
      await expect.poll(() => status(page)).toBe(`No response from ${server.url}.`);
      expect(await page.getByText('Something listens there').isVisible()).toBe(true);
      server.close();
    }));

  it('reaches a sandbox that allows it from a page that another server serves, and takes it along', () =>
    visit(async (page) => {
      const site = await serve((request, response) => {
        const { pathname } = new URL(request.url ?? '/', 'http://site.invalid');
        const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };
        try {
          const file = readFileSync(join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname));
          response.setHeader('Content-Type', types[extname(pathname)] ?? 'text/html');
          response.end(file);
        } catch {
          response.writeHead(404).end();
        }
      });
      const sandbox = createSandbox();
      const denying = await sandbox.listen({ port: 0 });
      const { url } = await sandbox.listen({ port: 0, allowedOrigins: [site.url] });
      await open(page, `${site.url}/reference/create-verification/`);
      expect(await page.getByLabel('Server').inputValue()).toBe('http://127.0.0.1:4019');
      await page.getByLabel('Server').fill(denying.url);
      await send(page);
      await page.getByText(`start it with --allow-origin ${site.url}`).waitFor();
      expect(sandbox.tenant('tw_sk_test_example').verifications.count()).toBe(0);
      await page.getByLabel('Server').fill(url);
      await send(page);
      await expect.poll(() => status(page)).toContain('201 Created');
      await page.locator('.try-it .fold summary').click();
      expect(await page.locator('.try-it dl').textContent()).toContain('x-truework-signature');
      await page.getByRole('link', { name: 'Cancel this verification.' }).click();
      await page.waitForURL(/cancel-verification/);
      expect(await page.getByLabel('Server').inputValue()).toBe(url);
      await send(page);
      await expect.poll(() => status(page)).toMatch(/^(200 OK|403 Forbidden)/);
      await sandbox.close();
      site.close();
    }));

  it('is all there for the keyboard, and the focus stays where it was', () =>
    visit(async (page, url) => {
      await page.goto(`${url}/reference/search-companies/`);
      await page.locator('#try-it > summary').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      const visited = [await focused(page)];
      while (visited.at(-1) !== 'BUTTON' && visited.length < 10) {
        if (visited.at(-1) === 'try-it.query.q') await page.keyboard.type('widgets');
        await page.keyboard.press('Tab');
        visited.push(await focused(page));
      }
      expect(visited).toEqual([
        'try-it.server',
        'try-it.key',
        'try-it.query.q',
        'try-it.query.limit',
        'try-it.query.offset',
        'BUTTON',
      ]);
      await page.keyboard.press('Enter');
      await expect.poll(() => status(page)).toContain('200 OK');
      expect(await page.locator('[data-url]').textContent()).toBe(`${url}/companies/?q=widgets`);
      expect(await focused(page)).toBe('BUTTON');
      for (const _ of ['curl', 'TypeScript', 'response']) await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('PRE');
    }));

  it('is absent without JavaScript, and every sample is there', () =>
    visit(async (page, url) => {
      const context = await page.context().browser()?.newContext({ javaScriptEnabled: false });
      const plain = await context?.newPage();
      const response = await plain?.goto(`${url}/reference/create-verification/`);
      expect(await plain?.locator('.try-it').isVisible()).toBe(false);
      await plain?.getByRole('radio', { name: 'Python' }).check();
      expect(await plain?.locator('[data-in="python"]:visible').count()).toBe(2);
      expect(await response?.text()).toContain('<noscript>');
      await context?.close();
    }));

  it('is one script for all pages, of 5 kB at most', () => {
    const [script, ...more] = globSync('_astro/TryIt*.js', { cwd: dist });
    expect(more).toEqual([]);
    expect(gzipSync(readFileSync(join(dist, script ?? ''))).length).toBeLessThan(5000);
  });
});

async function open(page: Page, address: string): Promise<void> {
  await Promise.all([page.waitForResponse(/_sandbox\/health$/), page.goto(`${address}#try-it`)]);
}

async function send(page: Page): Promise<void> {
  await page.locator('.try-it').getByRole('button', { name: 'Send' }).click();
}

/** What is announced. */
function status(page: Page): Promise<string | null> {
  return page.locator('.try-it [role=status] > p').textContent();
}

async function respond(page: Page): Promise<string> {
  return (await page.locator('.try-it').getByRole('region', { name: 'Response body' }).textContent()) ?? '';
}

/** The id of what has the focus, or the name of its element. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id || document.activeElement?.nodeName);
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

function record(page: Page): Request[] {
  const sent: Request[] = [];
  page.on('request', (request) => sent.push(request));
  return sent;
}

/** Whether the console sent it for its user. */
function toApi(request: Request): boolean {
  return request.resourceType() === 'fetch' && !request.url().endsWith('/_sandbox/health');
}

async function serve(listener: RequestListener): Promise<{ url: string; close(): void }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The address of a server that has just gone. */
async function unusedServer(): Promise<string> {
  const { url, close } = await serve(() => {});
  close();
  return url;
}
