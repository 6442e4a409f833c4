import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type LaunchOptions } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { startSandbox } from '../../src/installed-sandbox.ts';
import { expectAllTrue } from '../../src/outcome.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser, see vitest.config.ts. */
    chromium: LaunchOptions;
  }
}

const installed = inject('installed');

// No eval, and nothing from elsewhere: what a careful page allows.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
const html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><body><script src="page.js"></script>`;

async function makeSite(): Promise<string> {
  const site = join(installed, 'site');
  await mkdir(site);
  await cp(join(import.meta.dirname, '../../fixtures/consumer'), join(installed, 'consumer'), {
    recursive: true,
  });
  await writeFile(join(site, 'index.html'), html);
  await build({
    entryPoints: [join(installed, 'consumer/page.ts')],
    outfile: join(site, 'page.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
  });
  return site;
}

test('what is installed works in Chromium, bundled for a page without eval', {
  timeout: 60_000,
}, async () => {
  const sandbox = await startSandbox(installed, await makeSite());
  const browser = await chromium.launch(inject('chromium'));
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const printed: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() !== 'error') printed.push(text);
      // The program asks for what fails, and Chromium reports each.
      else if (!/40[04]|127\.0\.0\.1:9\//.test(text)) complaints.push(text);
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(sandbox.url);
    await page.waitForFunction(() => document.title !== '');
    expectAllTrue([...printed, await page.textContent('body')].join('\n'));
    expect(complaints).toEqual([]);
  } finally {
    await Promise.all([browser.close(), sandbox.close()]);
  }
});
