import { expect, it } from 'vitest';
import { visit } from './site-under-test.ts';
import { viewsOf, violationsOf } from './wcag.ts';

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

it.each([
  [
    0,
    [
      'light, 1280 px: button-name: .wide',
      'light, 1280 px: color-contrast: .pale-on-light',
      'dark, 375 px: button-name: .narrow',
      'dark, 375 px: color-contrast: .pale-on-dark',
    ],
  ],
  [
    1,
    [
      'dark, 1280 px: button-name: .wide',
      'dark, 1280 px: color-contrast: .pale-on-dark',
      'light, 375 px: button-name: .narrow',
      'light, 375 px: color-contrast: .pale-on-light',
    ],
  ],
])('turn %i finds what is wrong in one theme, and in one layout', (turn, violations) =>
  visit(async (page, url) => {
    await page.route(`${url}/planted/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: planted }),
    );
    await page.goto(`${url}/planted/`);
    expect(await violationsOf(page, 'html', viewsOf(turn))).toEqual(violations);
  }),
);
