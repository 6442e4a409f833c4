import { expect, it } from 'vitest';
import { visit } from './site-under-test.ts';
import { removeRepetitions, views, violationsOf } from './wcag.ts';

const planted = `<!doctype html>
<html lang="en" data-theme="light">
<title>Planted</title>
<style>
  html { background: white; color: black; }
  html[data-theme="dark"] { background: black; color: white; }
  html[data-theme="dark"] .pale-on-dark { color: #333; }
  html:not([data-theme="dark"]) .pale-on-light { color: #ccc; }
  @media (width < 600px) { .wide { display: none; } }
  @media (width >= 600px) { .narrow { display: none; } }
</style>
<main>
  <p class="pale-on-dark">Pale on dark</p>
  <p class="pale-on-light">Pale on light</p>
  <button class="wide"></button>
  <button class="narrow"></button>
</main>
<script>
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => { document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light'; };
  dark.addEventListener('change', follow);
  follow();
</script>`;

it('finds what is wrong in one theme, and in one layout', () =>
  visit(async (page, url) => {
    await page.route(`${url}/planted/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: planted }),
    );
    await page.goto(`${url}/planted/`);
    expect(await violationsOf(page, views)).toEqual([
      'light, 1280 px: button-name: .wide',
      'light, 1280 px: color-contrast: .pale-on-light',
      'dark, 1280 px: color-contrast: .pale-on-dark',
      'dark, 375 px: button-name: .narrow',
      'dark, 375 px: color-contrast: .pale-on-dark',
      'light, 375 px: color-contrast: .pale-on-light',
    ]);
  }));

const list = `<!doctype html>
<html lang="en"><title>List</title>
<ul><li>One</li><li>Two</li><li class="last">Three</li><li><button aria-label="Four"></button></li><li><button></button></li></ul>`;

it('leaves out what was seen, and nothing that is new in its classes, its labels or its words', () =>
  visit(async (page, url) => {
    const seen = new Set<number>();
    const rest = async (html: string) => {
      await page.setContent(html);
      await removeRepetitions(page, seen);
      return page.locator('li').evaluateAll((items) => items.map((item) => item.innerHTML));
    };
    await page.goto(`${url}/404.html`);
    expect(await rest(list)).toEqual([
      'One',
      'Three',
      '<button aria-label="Four"></button>',
      '<button></button>',
    ]);
    expect(await rest(list)).toEqual([]);
    expect(await rest(list.replace('<li>One', '<li role="note">One'))).toEqual(['One']);
  }));
