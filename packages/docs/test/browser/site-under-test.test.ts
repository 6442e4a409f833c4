import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './site-under-test.ts';

it('a visit finds nothing of the one before it, whose tab it has', async () => {
  const heard: string[] = [];
  let before: Page | undefined;
  await visit(async (page, url) => {
    before = page;
    page.on('request', (request) => heard.push(request.url()));
    await page.route(`${url}/404.html`, (route) => route.fulfill({ body: 'Not the page' }));
    await page.setViewportSize({ width: 375, height: 812 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${url}/404.html`);
    await page.evaluate(() => {
      localStorage.setItem('kept', 'yes');
      sessionStorage.setItem('kept', 'yes');
      Object.assign(window, { kept: 'yes' });
    });
  });
  expect(heard).toHaveLength(1);
  await visit(async (page, url) => {
    await page.goto(`${url}/404.html`);
    expect(page).toBe(before);
    expect(await page.title()).toContain('No such page');
    expect(
      await page.evaluate(() => ({
        kept: [localStorage.getItem('kept'), sessionStorage.getItem('kept'), 'kept' in window],
        size: [innerWidth, innerHeight],
        isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      })),
    ).toEqual({ kept: [null, null, false], size: [1280, 720], isDark: false });
  });
  expect(heard).toHaveLength(1);
});
