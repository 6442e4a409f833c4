import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const everyRule: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
// A theme changes nothing else, as files.test.ts makes sure.
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

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

/** Both themes in both layouts, so that one thing changes from each to the next. */
export const views: readonly View[] = [
  { theme: 'light', viewport: desktop },
  { theme: 'dark', viewport: desktop },
  { theme: 'dark', viewport: phone },
  { theme: 'light', viewport: phone },
];

/** Sets what a page looks like. */
async function setView(page: Page, { theme, viewport }: View): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: theme });
}

/** What axe finds against WCAG 2.2 A and AA in a page as it stands: every rule in each layout, and those on colours in each theme. */
export async function violationsOf(page: Page, shownAs: readonly View[], part = 'html'): Promise<string[]> {
  // Without a value, which would be sent here.
  await page.evaluate(`${axe};0`);
  const violations: string[] = [];
  const layouts = new Set<View['viewport']>();
  for (const view of shownAs) {
    await show(page, view);
    const found = await violationsOn(page, part, layouts.has(view.viewport) ? colours : everyRule);
    layouts.add(view.viewport);
    violations.push(...found.map((violation) => `${view.theme}, ${view.viewport.width} px: ${violation}`));
  }
  return violations;
}

/**
 * Leaves out what stands on an earlier page in the same way, and more than one of a kind: rows of a table and entries of a list differ in
 * their words, and axe looks at each. A kind is an element with the elements that it stands in, each with its classes, roles, states and
 * colours, and whether it has words.
 *
 * @param seen - The kinds of earlier pages, as numbers. Those of the page are added.
 */
export async function removeRepetitions(page: Page, seen: Set<number>): Promise<void> {
  // As text: thousands of numbers take the browser's protocol longer than the page.
  const added = await page.evaluate(
    (earlier) => {
      const kinds = new Set(earlier.split(',').map(Number));
      // What others are named by stays with them.
      const removable =
        'li, tr, p, dl > div, figure, details, section, nav, header, footer, .field, .ec-line';
      const withWords = new Set<Node>();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (!texts.currentNode.nodeValue?.trim()) continue;
        for (let it = texts.currentNode.parentNode; it && !withWords.has(it); it = it.parentNode)
          withWords.add(it);
      }
      const kindOf = (element: Element) =>
        [...element.attributes]
          .filter(({ name }) => /^(class|role|style|type|open|hidden|scope|tabindex|alt|aria-.*)$/.test(name))
          .map(({ name, value }) =>
            /^(alt|aria-(label|describedby|controls).*)$/.test(name) ? name : `${name}=${value}`,
          )
          .reduce(
            (kind, attribute) => `${kind}[${attribute}]`,
            element.localName + (withWords.has(element) ? '' : ':empty'),
          );
      const hashes = new Map<string, number>();
      const hash = (kind: string) => {
        const known = hashes.get(kind);
        if (known !== undefined) return known;
        const number = [...kind].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 45, 7);
        hashes.set(kind, number);
        return number;
      };
      const added: number[] = [];
      const removeFrom = (element: Element, around: readonly string[], outer: number): boolean => {
        const kind = kindOf(element);
        const path = around.includes(kind) ? around : [...around, kind];
        const number = path === around ? outer : (outer * 31 + hash(kind)) % 2 ** 45;
        let isNew = !kinds.has(number);
        if (isNew) added.push(number);
        kinds.add(number);
        for (const child of [...element.children]) isNew = removeFrom(child, path, number) || isNew;
        if (!isNew && element.matches(removable)) element.remove();
        return isNew;
      };
      removeFrom(document.body, [], 7);
      return added.join(',');
    },
    [...seen].join(','),
  );
  for (const kind of added.split(',')) seen.add(Number(kind));
}

/**
 * What {@link violationsOf} finds in a part of a page, in every view. Removes the rest of the page first, except what the part stands in: axe
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
  return violationsOf(page, views, part);
}

async function show(page: Page, view: View): Promise<void> {
  await setView(page, view);
  // By the clock, because a browser that is short of time draws no frames to poll by.
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, view.theme, {
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
