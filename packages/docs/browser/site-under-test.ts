import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@truework-legacy/sandbox';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { reference } from '../src/reference/reference.ts';

export const dist = join(import.meta.dirname, '../dist');

const written = readdirSync(join(import.meta.dirname, '../src/content/docs')).map((file) =>
  file.replace(/\.mdx$/, ''),
);

/** The address of every page of the site. */
export const pages = [
  ...written.map((name) => (name === 'index' ? '/' : `/${name}/`)),
  '/reference/',
  '/contract/',
  ...reference.pages.map(({ href }) => href),
  '/404.html',
];

interface SiteUnderTest {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

let opening: Promise<SiteUnderTest> | undefined;

afterAll(async () => (await opening?.catch(() => undefined))?.close());

/**
 * Visits the built site, served through the sandbox as `npm start` does. Opens both with the first visit of a test file,
 * so that a missing browser fails each test with the reason.
 */
export async function visit(use: (page: Page, url: string) => Promise<void>): Promise<void> {
  opening ??= openSite();
  const { browser, url } = await opening;
  const page = await browser.newPage();
  try {
    await use(page, url);
  } finally {
    await page.close();
  }
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
  const browser = await openBrowser();
  const sandbox = createSandbox();
  const { url } = await sandbox.listen({ port: 0, site: dist });
  return {
    url,
    browser,
    async close() {
      await Promise.all([browser.close(), sandbox.close()]);
    },
  };
}

async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${executablePath}. Run \`apt-get install -y chromium\`, or set CHROMIUM_PATH to one.`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
