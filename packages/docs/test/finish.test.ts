import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withContentSecurityPolicy } from '../src/finish/content-security-policy.ts';
import { withBase } from '../src/finish/finish-site.ts';
import { markdownPage } from '../src/finish/markdown-page.ts';

describe('below a base path', () => {
  it.each([
    ['<a href="/client/#errors">', '<a href="/docs/client/#errors">'],
    ['<script src="/_astro/x.js">', '<script src="/docs/_astro/x.js">'],
    ['<a href="/docs/client/">', '<a href="/docs/client/">'],
    ['<a href="https://example.com/">', '<a href="https://example.com/">'],
    ['<a href="#errors">', '<a href="#errors">'],
    [
      'data-call="{&quot;href&quot;:&quot;/reference/&quot;}"',
      'data-call="{&quot;href&quot;:&quot;/docs/reference/&quot;}"',
    ],
  ])('%s becomes %s', (html, moved) => {
    expect(withBase(html, '/docs')).toBe(moved);
    expect(withBase(html, '')).toBe(html);
  });
});

it('the policy allows the scripts of the page, and no other', () => {
  const html = withContentSecurityPolicy('<head></head><script>run()</script><script src="/x.js"></script>');
  const hash = createHash('sha256').update('run()').digest('base64');
  expect(html).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}';`);
  expect(html).toContain("form-action 'none'");
});

it('a page becomes Markdown with its code, and without what only a browser needs', () => {
  const { title, description, markdown } = markdownPage(
    `<head><meta name="description" content="What it is."></head><h1>Title</h1>
    <div class="sl-markdown-content">
      <h2>Part</h2><a class="sl-anchor-link" href="#part">link</a>
      <p>See <a href="/client/#errors">errors</a>.</p>
      <details><summary>Fields</summary><p>One.</p></details>
      <div data-pagefind-ignore><form></form>console</div>
      <div class="expressive-code"><pre data-language="ts"></pre><button data-code="const a = 1;\u007fconst b = 2;"></button></div>
    </div>`,
    (href) => href.replace('/#', '.md#'),
  );
  expect({ title, description }).toEqual({ title: 'Title', description: 'What it is.' });
  expect(markdown).toBe(`## Part

See [errors](/client.md#errors).

Fields

One.

\`\`\`ts
const a = 1;
const b = 2;
\`\`\`
`);
});
