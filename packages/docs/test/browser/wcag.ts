import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const rules: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

// Less than half of what `axe.source` is: each page reads it.
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** How a page is looked at. */
export interface View {
  readonly theme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const desktop = { width: 1280, height: 900 };
/** The size of a phone's screen. */
export const phone = { width: 375, height: 812 };

/**
 * Two views that show what a page says in both themes and in both layouts. By turns, two are the other two of the four:
 * what all pages share, of which each layout has a part to itself, is seen in all four.
 */
export function viewsOf(turn: number): readonly [View, View] {
  return turn % 2 === 0
    ? [
        { theme: 'light', viewport: desktop },
        { theme: 'dark', viewport: phone },
      ]
    : [
        { theme: 'dark', viewport: desktop },
        { theme: 'light', viewport: phone },
      ];
}

/** Sets what the next page that is opened looks like. */
export async function setView(page: Page, { theme, viewport }: View): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: theme });
}

/** What axe finds against WCAG 2.2 A and AA in a part of a page as it stands, light on a desktop and dark on a phone. */
export async function violationsOf(page: Page, part = 'html', views = viewsOf(0)): Promise<string[]> {
  await page.evaluate(axe);
  const violations: string[] = [];
  for (const view of views) {
    await show(page, view);
    const found = await violationsOn(page, part);
    violations.push(...found.map((violation) => `${view.theme}, ${view.viewport.width} px: ${violation}`));
  }
  return violations;
}

/**
 * Leaves one of each kind of element: rows of a table and entries of a list differ in their words, and axe looks at each. A kind is an
 * element with the elements that it stands in, each with its classes, roles, states and colours.
 */
export async function removeRepetitions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const kindOf = ({ localName, attributes }: Element) =>
      [...attributes]
        .filter(({ name }) =>
          /^(class|role|style|type|open|hidden|scope|tabindex|aria-(?!label|describedby|controls).*)$/.test(
            name,
          ),
        )
        .reduce((kind, { name, value }) => `${kind}[${name}=${value}]`, localName);
    const removeFrom = (element: Element, around: readonly string[]): boolean => {
      const kind = kindOf(element);
      const path = around.includes(kind) ? around : [...around, kind];
      let isNew = !seen.has(path.join());
      seen.add(path.join());
      for (const child of [...element.children]) isNew = removeFrom(child, path) || isNew;
      if (!isNew && element.matches('li, tr, p, figure, details, .field, .ec-line')) element.remove();
      return isNew;
    };
    removeFrom(document.body, []);
  });
}

/**
 * What {@link violationsOf} finds in a part of a page. Removes the rest of the page first, except what the part stands in: axe
 * looks at every element of a page to examine one of them.
 */
export async function violationsOfPart(page: Page, part: string): Promise<string[]> {
  await page.locator(part).evaluate((element) => {
    for (
      let inside: Element = element;
      inside !== document.body;
      inside = inside.parentElement ?? document.body
    ) {
      for (const other of [...(inside.parentElement?.children ?? [])]) {
        if (other !== inside && !other.matches('link, script, style')) other.remove();
      }
    }
  });
  return violationsOf(page, part);
}

async function show(page: Page, view: View): Promise<void> {
  await setView(page, view);
  // By the clock, because a browser that is short of time draws no frames to poll by.
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, view.theme, {
    polling: 100,
  });
}

function violationsOn(page: Page, part: string): Promise<string[]> {
  return page.evaluate(
    async ([part, options]) => {
      const { violations } = await window.axe.run(part, options);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
    },
    [part, rules] as const,
  );
}
