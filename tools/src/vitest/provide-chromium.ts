import type { TestProject } from 'vitest/node';
import { findChromium } from '../run/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What Playwright launches a browser with. */
    chromium: { executablePath: string; args: string[] };
  }
}

/** Finds the browser of a project, once. */
export default function setup(project: TestProject): void {
  project.provide('chromium', {
    executablePath: findChromium(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A process for each visit, and pages that are kept for going back, cost more than the pages.
      '--disable-features=BackForwardCache,SpareRendererForSitePerProcess,IsolateOrigins,site-per-process',
      '--disable-site-isolation-trials',
      '--renderer-process-limit=2',
      // No page stays long enough for what the optimizing compilers cost: a fifth of all that a browser does here.
      '--js-flags=--no-maglev,--no-turbofan',
    ],
  });
}
