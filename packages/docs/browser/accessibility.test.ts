import { describe, expect, it, vi } from 'vitest';
import { pages, visit } from './site-under-test.ts';
import { violationsOf } from './wcag.ts';

// A busy machine needs several times the seconds that a page takes.
vi.setConfig({ testTimeout: 60_000 });

describe('every page', () => {
  it.concurrent.each(pages)('%s keeps WCAG 2.2 A and AA, light, dark and on a phone', (path) =>
    visit(async (page, url) => {
      await page.goto(`${url}${path}`);
      expect(await violationsOf(page)).toEqual([]);
    }),
  );
});
