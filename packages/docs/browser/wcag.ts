import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const everyRule: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
// Of what axe looks at, the theme changes the colours alone.
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

const desktop = { width: 1280, height: 900 };
const phone = { width: 375, height: 812 };

const views = [
  { theme: 'light', viewport: desktop, rules: everyRule },
  { theme: 'dark', viewport: desktop, rules: colours },
  { theme: 'light', viewport: phone, rules: everyRule },
] as const;

/** What axe finds against WCAG 2.2 A and AA in a part of a page as it stands, light, dark and on a phone. */
export async function violationsOf(page: Page, part = 'html'): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations: string[] = [];
  for (const { theme, viewport, rules } of views) {
    await show(page, theme, viewport);
    const found = await violationsOn(page, part, rules);
    violations.push(...found.map((violation) => `${theme}, ${viewport.width} px: ${violation}`));
  }
  return violations;
}

async function show(page: Page, theme: 'light' | 'dark', viewport: { width: number; height: number }) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: theme });
  // By the clock, because a browser that is short of time draws no frames to poll by.
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme, {
    polling: 100,
  });
}

function violationsOn(page: Page, part: string, rules: RunOptions): Promise<string[]> {
  return page.evaluate(
    async ([part, options]) => {
      const { violations } = await window.axe.run(part, { ...options, resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
    },
    [part, rules] as const,
  );
}
