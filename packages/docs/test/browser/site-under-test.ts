import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@truework-legacy/sandbox';
import { type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser, see vitest.config.ts. */
    chromium: LaunchOptions;
  }
}

export const dist = join(import.meta.dirname, '../../dist');

/** The address of every page of the site. */
export const pages = globSync('**/*.html', { cwd: dist })
  .map((file) => `/${file.replace(/index\.html$/, '')}`)
  .sort();

/** The file that is served at an address. */
export function fileOf(path: string): string {
  return join(dist, path.endsWith('/') ? `${path}index.html` : path);
}

const viewport = { width: 1280, height: 720 };

interface SiteUnderTest {
  readonly url: string;
  readonly context: BrowserContext;
}

/** One for all test files. The browser ends with the process that started it. */
let opening: Promise<SiteUnderTest> | undefined;

/** Tabs that are open and blank. A new one costs as much as the page that is then loaded. */
const tabs: Page[] = [];

/**
 * Visits the built site, served through the sandbox as `npm start` does, in a tab that knows of no earlier visit. Opens site
 * and browser with the first visit.
 */
export async function visit(use: (page: Page, url: string) => Promise<void>): Promise<void> {
  opening ??= openSite();
  const { context, url } = await opening;
  const page = tabs.pop() ?? (await context.newPage());
  try {
    await use(page, url);
    await blank(page);
  } catch (error) {
    // What it waits for may still come.
    await page.close();
    throw error;
  }
  tabs.push(page);
}

/** Makes a tab forget a visit: what the page kept, who listened, and how it was looked at. */
async function blank(page: Page): Promise<void> {
  // A tab in which nothing was opened has no storage.
  if (page.url() !== 'about:blank') {
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  }
  for (const event of ['console', 'pageerror', 'request'] as const) page.removeAllListeners(event);
  await page.unrouteAll();
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Fails where the site is missing, or was built from another description than the one at hand. */
export function requireFreshBuild(): void {
  const built = join(dist, 'openapi.json');
  const bundle = fileURLToPath(import.meta.resolve('@truework-legacy/spec/openapi.json'));
  if (!existsSync(built) || !readFileSync(built).equals(readFileSync(bundle))) {
    throw new Error(
      'packages/docs/dist is missing or older than the spec. Run `pnpm --filter @truework-legacy/docs build`.',
    );
  }
}

async function openSite(): Promise<SiteUnderTest> {
  requireFreshBuild();
  const browser = await chromium.launch(inject('chromium'));
  const context = await browser.newContext({ viewport, colorScheme: 'light' });
  const sandbox = createSandbox();
  const { url } = await sandbox.listen({ port: 0, site: dist });
  return { url, context };
}
