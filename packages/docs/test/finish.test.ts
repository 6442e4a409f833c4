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

const twinOf = (content: string) =>
  markdownPage(`<div class="sl-markdown-content">${content}</div>`, (href) => href).markdown;

it.each([
  [
    'a heading without the link to itself',
    '<h2 class="section-heading" id="part"><a href="#part">Part</a></h2>',
    '## Part',
  ],
  [
    'a field by its path, with its type and marks',
    '<div class="field-head"><h3 id="body.target.city" class="field-name"><a href="#body.target.city">city</a></h3><span>string</span><span>required</span></div>',
    '### `body.target.city`\n\nstring, required',
  ],
  [
    'facts without the line that repeats them',
    '<details class="facts"><summary>default 25</summary><dl><div><dt>Default</dt><dd><code>25</code></dd></div></dl></details>',
    '- Default: `25`',
  ],
  [
    'a term with all that is said about it',
    '<dl><dt>Tests</dt><dd>12</dd><dd><p>All pass.</p></dd></dl>',
    '- Tests: 12 All pass.',
  ],
  [
    'a picture by its label, and no icon',
    '<svg role="img" aria-label="a: 1 ms; b: 2 ms"></svg><svg></svg>',
    '- a: 1 ms\n- b: 2 ms',
  ],
  ['words that a style keeps apart', '<p><a href="/a/">A</a><a href="/b/">B</a></p>', '[A](/a/) [B](/b/)'],
  [
    'a block of code below the name of its file',
    '<div class="expressive-code"><figcaption><span class="title">a.ts</span></figcaption><pre data-language="ts"></pre><button data-code="a"></button></div>',
    '`a.ts`:\n\n```ts\na\n```',
  ],
  [
    'paragraphs of a cell in one line',
    '<table><tr><th>A</th></tr><tr><td><p>One.</p><p>Two.</p></td></tr></table>',
    '| A         |\n| --------- |\n| One. Two. |',
  ],
])('shows %s', (_, html, markdown) => {
  expect(twinOf(html).trim()).toBe(markdown);
});
