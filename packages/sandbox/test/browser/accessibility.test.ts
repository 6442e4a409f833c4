import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fill, views, visit } from './inspector-under-test.ts';

// Less than half of what `axe.source` is: each page reads it.
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const everyRule: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
// Of what axe looks at, the theme changes the colours alone.
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

const appearances = [
  { theme: 'light', width: 1280, rules: everyRule },
  { theme: 'dark', width: 1280, rules: colours },
  { theme: 'light', width: 360, rules: everyRule },
] as const;

/** What axe finds, and whether the page scrolls sideways, in every appearance. */
async function problemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const problems: string[] = [];
  for (const { theme, width, rules } of appearances) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const found = await page.evaluate(async (options) => {
      const { violations } = await window.axe.run({ ...options, resultTypes: ['violations'] });
      const { scrollWidth, clientWidth } = document.documentElement;
      return [
        ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        ...(scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} of ${clientWidth} px`] : []),
      ];
    }, rules);
    problems.push(...found.map((problem) => `${theme}, ${width} px: ${problem}`));
  }
  return problems;
}

describe('the inspector', () => {
  it.each(views)(
    '%s keeps WCAG 2.2 A and AA, light and dark, wide and on a phone, with everything unfolded',
    (view) =>
      visit(async (visited) => {
        await fill(visited);
        const { page, url } = visited;
        await page.goto(`${url}/_sandbox/#${view}`);
        await page.locator('main section').first().waitFor();
        await page.getByRole('button', { name: '+ 1 hour' }).click();
        await page.getByText('Events until then').waitFor();
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        expect(await problemsOf(page)).toEqual([]);
      }),
  );

  it('does, before the first key, which looks the same in every view', () =>
    visit(async ({ page, url }) => {
      await page.goto(`${url}/_sandbox/`);
      await page.getByRole('heading', { name: 'No key has been used yet' }).waitFor();
      expect(await problemsOf(page)).toEqual([]);
    }));

  it.each(views)('%s does, while there is nothing to show', (view) =>
    visit(async ({ page, url, api }) => {
      await page.goto(`${url}/_sandbox/#${view}`);
      await page.getByRole('heading', { name: 'No key has been used yet' }).waitFor();
      await api('GET', '/nowhere');
      await api('GET', '/companies/');
      await page.getByRole('region', { name: 'Clock' }).waitFor();
      expect(await problemsOf(page)).toEqual([]);
    }),
  );

  it('shows references, and that a search finds nothing', () =>
    visit(async (visited) => {
      await fill(visited);
      const { page, url } = visited;
      await page.goto(`${url}/_sandbox/#verifications`);
      const references = page.getByText('References');
      await references.first().waitFor();
      for (const summary of await references.all()) await summary.click();
      expect(await problemsOf(page)).toEqual([]);
      await page.getByRole('searchbox').fill('nothing like it');
      await page.getByRole('status').getByText('0 found').waitFor();
      expect(await problemsOf(page)).toEqual([]);
    }));

  it('asks before it removes everything, in a dialog that keeps it', () =>
    visit(async (visited) => {
      await fill(visited);
      const { page, url } = visited;
      await page.goto(`${url}/_sandbox/#tenant`);
      await page.getByRole('button', { name: 'Reset …' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await problemsOf(page)).toEqual([]);
    }));
});

it('the page at / has no problem', () =>
  visit(async ({ page, url }) => {
    await page.goto(`${url}/`);
    await page.getByRole('link', { name: 'Inspector' }).waitFor();
    expect(await problemsOf(page)).toEqual([]);
  }));
